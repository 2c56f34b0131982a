import { trpcServer } from '@hono/trpc-server'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { type Failure, failure } from '../../domain/failures.ts'
import { rpcBatchMax } from '../../domain/limits.ts'
import { metrics } from '../../metrics.ts'
import { answerText } from '../answer-headers.ts'
import { failureHeaders } from '../failure-headers.ts'
import type { Visited } from '../visited.ts'
import { appRouter } from './router.ts'
import { failureOfError, shapeOf, unreadable } from './trpc.ts'

export const rpcPath = '/trpc'

const methods = ['GET', 'POST']

export function isRpc(path: string): boolean {
  return path === rpcPath || path.startsWith(`${rpcPath}/`)
}

/** How many procedures a request calls: a batch is as much work as its calls. */
export function callsIn(path: string): number {
  return isRpc(path) ? Math.min(path.split(/,|%2c/i).length, rpcBatchMax) : 1
}

/** tRPC would hand these on as a form or a stream, whose insides would be told as fields. No procedure takes one. */
const isNoJson = /^\s*(multipart\/form-data|application\/octet-stream)/i

export function rpcRoutes(): Hono<Visited> {
  const routes = new Hono<Visited>()
  routes.use('/*', async (c, next) => {
    if (!methods.includes(c.req.method)) {
      return answerRpcFailure(failure('method_not_allowed', { allowed: methods }))
    }
    if (isNoJson.test(c.req.header('content-type') ?? '')) return answerRpcFailure(unreadable)
    const path = decoded(c.req.path)
    if (path === undefined) return answerRpcFailure(failure('route_not_found', { path: c.req.path }))
    return path.split(',').length > rpcBatchMax
      ? answerRpcFailure(failure('batch_too_large', { max: rpcBatchMax }))
      : next()
  })
  routes.use('/*', (c, next) => serve(c)(c, next))
  return routes
}

function serve(c: Context<Visited>): MiddlewareHandler<Visited> {
  const requestId = c.get('requestId')
  return trpcServer({
    endpoint: rpcPath,
    router: appRouter,
    createContext: () => ({ office: c.get('office') }),
    // Before an error is asked about anywhere else: what it is, is decided once.
    onError: ({ error, path }) => {
      metrics.refusals.add({ code: failureOfError(error, { path, requestId }).code })
    },
    responseMeta: ({ errors }) => {
      const failures = errors.map((error) => failureOfError(error, { requestId }))
      return { headers: failureHeaders(failures) }
    },
  })
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

/** A failure before any procedure runs, in the shape of tRPC's own. */
export function answerRpcFailure(refused: Failure): Response {
  metrics.refusals.add({ code: refused.code })
  const error = shapeOf(refused)
  return answerText(JSON.stringify({ error }), {
    status: error.data.httpStatus,
    headers: failureHeaders([refused]),
  })
}
