import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { Child } from './child.ts'

export interface EmbeddedDatabase {
  readonly child: Child
  readonly authToken: string
  /** Known once the child has started. */
  readonly url: () => string
}

/** The libSQL server as a process of its own, on loopback, with a token that only this start knows. */
export function embeddedDatabase(file: string, onGiveUp: (reason: string) => void): EmbeddedDatabase {
  const authToken = randomBytes(24).toString('base64url')
  const env = { ...process.env, LIBSQL_FILE: file, LIBSQL_AUTH_TOKEN: authToken, LIBSQL_PORT: '0' }
  const child = new Child({
    name: 'database server',
    command: process.execPath,
    args: [path.join(import.meta.dirname, 'libsql-server/main.ts')],
    options: { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'], detached: true },
    ready: async (server) => {
      // A restart must come back to the port that workerd knows.
      env.LIBSQL_PORT = String(await listeningPort(server))
    },
    onGiveUp,
  })
  return { child, authToken, url: () => `http://127.0.0.1:${env.LIBSQL_PORT}` }
}

function listeningPort(server: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    server.on('message', (message) => {
      if (typeof message === 'object' && 'port' in message && typeof message.port === 'number')
        resolve(message.port)
    })
  })
}
