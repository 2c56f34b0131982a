import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Client, type Config, createClient } from '@libsql/client/http'
import type { Limits } from '../../../local/libsql-server/limits.ts'
import { type LibsqlServer, startLibsqlServer } from '../../../local/libsql-server/server.ts'

const authToken = 'a token for tests'

export interface TestServer extends AsyncDisposable {
  readonly url: string
  readonly file: string
  client(config?: Partial<Config>): Client
  /** Without a client between: the status, and the JSON of the answer. */
  post(body: string | object, headers?: Record<string, string>): Promise<Answer>
  restart(): Promise<void>
}

export interface Answer {
  readonly status: number
  readonly json: unknown
}

/** A server of its own on a new folder, for tests of what only our server promises. */
export async function testServer(limits: Partial<Limits> = {}): Promise<TestServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'libsql-server-'))
  const file = path.join(folder, 'data/test.db')
  const start = (): Promise<LibsqlServer> => startLibsqlServer({ file, authToken, limits })
  let server = await start()
  return {
    get url() {
      return server.url
    },
    file,
    client: (config) => createClient({ url: server.url, authToken, ...config }),
    post: (body, headers) => post(server.url, body, headers),
    restart: async () => {
      await server.close()
      server = await start()
    },
    [Symbol.asyncDispose]: async () => {
      await server.close()
      await rm(folder, { recursive: true })
    },
  }
}

async function post(
  url: string,
  body: string | object,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${url}/v2/pipeline`, {
    method: 'POST',
    headers: { authorization: `Bearer ${authToken}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, json: await response.json() }
}

export function batonOf({ json }: Answer): string {
  if (typeof json === 'object' && json !== null && 'baton' in json && typeof json.baton === 'string')
    return json.baton
  throw new Error(`There is no baton in ${JSON.stringify(json)}`)
}
