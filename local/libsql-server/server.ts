import { mkdir } from 'node:fs/promises'
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import path from 'node:path'
import { bearerGuard } from './bearer.ts'
import { RequestError, errorJson } from './errors.ts'
import { type Limits, defaultLimits } from './limits.ts'
import { runPipeline } from './pipeline.ts'
import { parsePipeline } from './protocol.ts'
import { readJson } from './request-body.ts'
import { Streams } from './streams.ts'

/** Longer than clients keep a connection, so that it is not closed under a request that is just being sent. */
const keepAliveMs = 10 * 60_000
const requestMsMax = 60_000
/** A Worker has at most 1,000 calls under way, each with one of its own and one of its desk. */
const connectionsMax = 2_500
/** For the answers that are under way when the server closes. */
const farewellMsMax = 1_000

export interface LibsqlServerOptions {
  /** The database; it is created with its folder. */
  readonly file: string
  /** Of `127.0.0.1`. Default: any that is free. */
  readonly port?: number
  readonly authToken: string
  readonly limits?: Partial<Limits>
}

export interface LibsqlServer {
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

/**
 * Serves one database file over Hrana 2 (HTTP, JSON), on loopback.
 *
 * @throws SqlError where the file can not be used, and Node's own error where the port can not
 * @example
 * const server = await startLibsqlServer({ file: '.data/marquee.db', authToken: 'secret' })
 * const client = createClient({ url: server.url, authToken: 'secret' })
 */
export async function startLibsqlServer(options: LibsqlServerOptions): Promise<LibsqlServer> {
  const { file, port = 0, authToken } = options
  const limits = { ...defaultLimits, ...options.limits }
  await mkdir(path.dirname(file), { recursive: true })
  const streams = new Streams(file, limits)
  const authorize = bearerGuard(authToken)
  const closing = new AbortController()
  const server = createServer(
    { keepAliveTimeout: keepAliveMs, requestTimeout: requestMsMax },
    (request, response) => {
      const gone = new AbortController()
      const leave = (): void => gone.abort('gone')
      response.once('close', () => {
        closing.signal.removeEventListener('abort', leave)
        leave()
      })
      closing.signal.addEventListener('abort', leave)
      const answered = answer(request, { authorize, streams, limits, gone: gone.signal })
      answered.then(
        (json) => send(response, 200, json),
        (error: unknown) => sendError(response, error),
      )
    },
  )
  server.maxConnections = connectionsMax
  try {
    const bound = await listen(server, port)
    return {
      url: `http://127.0.0.1:${bound}`,
      port: bound,
      close: async () => {
        closing.abort()
        await closeServer(server)
        streams.closeAll()
      },
    }
  } catch (error) {
    streams.closeAll()
    throw error
  }
}

interface Context {
  readonly authorize: (authorization: string | undefined) => void
  readonly streams: Streams
  readonly limits: Limits
  readonly gone: AbortSignal
}

async function answer(request: IncomingMessage, { authorize, ...context }: Context): Promise<string> {
  const allowed = methods.get(request.url ?? '')
  if (allowed === undefined) throw new RequestError(404, 'NOT_FOUND', 'There is no such endpoint')
  if (request.method !== allowed) throw new RequestError(405, 'METHOD_NOT_ALLOWED', `Use ${allowed} here`)
  if (allowed === 'GET') return '{"status":"ok"}'
  authorize(request.headers.authorization)
  const json = await readJson(request, context.limits.bodyBytesMax)
  return runPipeline(parsePipeline(json, context.limits), context)
}

const methods = new Map([
  ['/health', 'GET'],
  ['/v2', 'GET'],
  ['/v2/pipeline', 'POST'],
])

function send(response: ServerResponse, status: number, json: string): void {
  const body = Buffer.from(json)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length })
  response.end(body)
}

function sendError(response: ServerResponse, error: unknown): void {
  if (error instanceof RequestError) return send(response, error.status, errorJson(error))
  if (response.destroyed) return
  console.error('The libSQL server failed to answer a request:', error)
  send(response, 500, errorJson(new RequestError(500, 'INTERNAL_ERROR', 'The server failed to answer')))
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

function closeServer(server: Server): Promise<void> {
  const impatience = setTimeout(() => server.closeAllConnections(), farewellMsMax)
  return new Promise((resolve) => {
    server.close(() => {
      clearTimeout(impatience)
      resolve()
    })
    server.closeIdleConnections()
  })
}
