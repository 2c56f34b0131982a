import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { Child } from './child.ts'

export interface EmbeddedDatabase {
  readonly url: string
  readonly authToken: string
  /** `127.0.0.1:<port>` */
  readonly address: string
  /** Has the server take workerd along, should this process be killed without a chance to do it itself. */
  leash(pid: number | undefined): void
  stop(): Promise<void>
}

/** The libSQL server as a process of its own, on loopback, with a token that only this start knows. */
export async function startEmbeddedDatabase(
  file: string,
  onGiveUp: (reason: string) => void,
): Promise<EmbeddedDatabase> {
  const authToken = randomBytes(24).toString('base64url')
  // A restart must come back to the port that workerd knows.
  const env = { ...process.env, LIBSQL_FILE: file, LIBSQL_AUTH_TOKEN: authToken, LIBSQL_PORT: '0' }
  let leashed: number | undefined
  const child = new Child({
    name: 'database server',
    command: process.execPath,
    args: [path.join(import.meta.dirname, 'libsql-server/main.ts')],
    options: { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'], detached: true },
    ready: async (server) => {
      env.LIBSQL_PORT = String(await listeningPort(server))
      if (leashed !== undefined) server.send({ type: 'leash', pid: leashed })
    },
    onGiveUp,
  })
  await child.start()
  return {
    url: `http://127.0.0.1:${env.LIBSQL_PORT}`,
    authToken,
    address: `127.0.0.1:${env.LIBSQL_PORT}`,
    leash: (pid) => {
      leashed = pid
      if (pid !== undefined) child.process?.send({ type: 'leash', pid })
    },
    stop: () => child.stop(),
  }
}

function listeningPort(server: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    server.on('message', (message) => {
      if (typeof message === 'object' && 'port' in message && typeof message.port === 'number')
        resolve(message.port)
    })
  })
}
