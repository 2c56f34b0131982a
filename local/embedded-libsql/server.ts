import { createHash, timingSafeEqual } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import http from 'node:http'
import path from 'node:path'
import { Connection } from './connection.ts'
import { type ServerLimits, defaultLimits } from './limits.ts'
import { Pipeline } from './pipeline.ts'
import { type StreamResult, pipelineRequest } from './protocol.ts'
import { SqlError, toSqlError } from './sql-error.ts'
import { Streams } from './streams.ts'
import { WriteLock } from './write-lock.ts'

export interface LibsqlServerOptions {
  /** The database's file; made with its folder where there is none. */
  readonly file: string
  /** On loopback; any free one where it is 0 or left out. */
  readonly port?: number
  /** Asked of every request: any web page can post to loopback. */
  readonly authToken: string
  readonly limits?: Partial<ServerLimits>
}

export interface LibsqlServer {
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

/** Serves a database file as libSQL's own server does: Hrana over HTTP, JSON, on loopback. */
export async function startLibsqlServer(options: LibsqlServerOptions): Promise<LibsqlServer> {
  const { file, port = 0, authToken } = options
  const limits = { ...defaultLimits, ...options.limits }
  await mkdir(path.dirname(file), { recursive: true })
  new Connection(file, limits).close()
  const lock = new WriteLock(limits)
  const streams = new Streams(file, limits, lock)
  const isAuthorized = tokenCheck(authToken)

  const server = http.createServer(
    { keepAliveTimeout: 60_000, requestTimeout: 60_000 },
    (request, response) => {
      answer(request).then(
        ([status, body]) => send(response, status, body),
        (error: unknown) => send(response, ...refusalOf(error)),
      )
    },
  )
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port')

  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      streams.close()
      const last = new Connection(file, limits)
      last.execute('PRAGMA wal_checkpoint(TRUNCATE)', {}, { bytesLeft: limits.responseBytesMax })
      last.close()
    },
  }

  async function answer(request: http.IncomingMessage): Promise<[status: number, body: object]> {
    const { method, url } = request
    if (method === 'GET' && /^\/(?:v2|v3|health)\/?$/.test(url ?? '')) return [200, {}]
    if (!isAuthorized(request.headers.authorization))
      return [401, fault('UNAUTHORIZED', 'The token is missing or wrong.')]
    if (method !== 'POST' || !/^\/v[23]\/pipeline$/.test(url ?? ''))
      return [404, fault('NOT_FOUND', 'POST /v2/pipeline.')]
    const body = await readBody(request, limits.requestBytesMax)
    if (body === undefined) return [413, fault('REQUEST_TOO_LARGE', 'The request is too large.')]
    return runPipeline(body)
  }

  async function runPipeline(body: Buffer): Promise<[status: number, body: object]> {
    const parsed = pipelineRequest.safeParse(JSON.parse(body.toString()))
    if (!parsed.success)
      return [
        400,
        fault(
          'PIPELINE_INVALID',
          parsed.error.issues.map(({ path: at, message }) => `${at.join('.')}: ${message}`).join('; '),
        ),
      ]
    const { baton, requests } = parsed.data
    if (requests.length > limits.requestsMax)
      return [400, fault('PIPELINE_TOO_LONG', 'The pipeline is too long.')]
    const stream = streams.take(baton ?? undefined)
    const pipeline = new Pipeline(stream, lock, limits)
    const results: StreamResult[] = []
    for (const one of requests) results.push(await pipeline.run(one))
    return [200, { baton: streams.giveBack(stream), base_url: null, results }]
  }
}

function tokenCheck(token: string): (header: string | undefined) => boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  const expected = digest(`Bearer ${token}`)
  return (header) => timingSafeEqual(digest(header ?? ''), expected)
}

async function readBody(request: http.IncomingMessage, bytesMax: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes > bytesMax) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function send(response: http.ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  })
  response.end(text)
}

function refusalOf(error: unknown): [status: number, body: object] {
  if (error instanceof SyntaxError || error instanceof RangeError)
    return [400, fault('JSON_INVALID', 'The body is not JSON.')]
  const { code, message } = toSqlError(error)
  return [error instanceof SqlError ? 400 : 500, fault(code, message)]
}

function fault(code: string, message: string): { code: string; message: string } {
  return { code, message }
}
