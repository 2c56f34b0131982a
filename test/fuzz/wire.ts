import http from 'node:http'
import { staffKeyMark } from './dress.ts'
import type { Route } from './routes.ts'

/** One use of a route: a request is one, and a batch several. */
export interface Call {
  /** What the request is counted under. */
  readonly label: string
  readonly route: Route | undefined
  /** As the service can read them; undefined where it can not. */
  readonly fields: unknown
  readonly key: string | undefined
}

/** A request as it goes out. */
export interface WireRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | undefined
  readonly face: 'classic' | 'rpc' | 'rest'
  readonly isBatch: boolean
  /** It comes from another web page, and must not be served. */
  readonly isForeign: boolean
  readonly calls: readonly Call[]
}

export interface WireAnswer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly text: string
  readonly tookMs: number
}

export class Wire implements Disposable {
  readonly #agent: http.Agent
  readonly #url: URL
  readonly #staffKey: string

  constructor(url: string, { connections, staffKey }: { connections: number; staffKey: string }) {
    this.#staffKey = staffKey
    this.#url = new URL(url)
    this.#agent = new http.Agent({ keepAlive: true, maxSockets: connections })
  }

  /** @throws where no answer comes within `msMax`, or the connection breaks */
  send({ method, path, headers, body }: WireRequest, msMax: number): Promise<WireAnswer> {
    const startedAt = performance.now()
    const { hostname: host, port } = this.#url
    const length = body === undefined ? {} : { 'content-length': String(body.length) }
    const shown =
      headers['authorization'] === staffKeyMark ? { authorization: `Bearer ${this.#staffKey}` } : {}
    return new Promise((resolve, reject) => {
      const request = http.request(
        { agent: this.#agent, host, port, method, path, headers: { ...headers, ...length, ...shown } },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('error', reject)
          response.on('end', () => {
            clearTimeout(deadline)
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: Buffer.concat(chunks).toString(),
              tookMs: performance.now() - startedAt,
            })
          })
        },
      )
      const deadline = setTimeout(() => request.destroy(new Error(`no answer within ${msMax} ms`)), msMax)
      request.on('error', (error) => {
        clearTimeout(deadline)
        reject(error)
      })
      request.end(body)
    })
  }

  [Symbol.dispose](): void {
    this.#agent.destroy()
  }
}
