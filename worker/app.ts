import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { type Failure, failure } from './domain/failures.ts'
import { Admission } from './admission.ts'
import { bodyBytesMax } from './domain/limits.ts'
import { refusedBusy } from './domain/result.ts'
import { classicRoutes } from './faces/classic/routes.ts'
import { answerFailure } from './faces/envelope.ts'
import { healthRoutes } from './faces/health/routes.ts'
import { answerRpcFailure, rpcPath, rpcRoutes } from './faces/rpc/routes.ts'
import { isForeign } from './foreign-request.ts'
import type { Office } from './office/office.ts'
import { failureOfThrown } from './office/thrown.ts'

/** As with `wrangler dev`: `?time=<epoch ms>&cron=...` */
const cronPath = '/cdn-cgi/handler/scheduled'

/**
 * workerd reads from its connections when nothing else is left to do. In a crowd that is never, and callers who ask again
 * at once are served before those who wait: so everybody waits for that moment, which is when timers fire.
 */
const fairTurnMs = 1

export interface AppOptions {
  /** Hosts that may be asked for; any where empty. */
  readonly allowedHosts: readonly string[]
  /** On a local server, what fires the cron by hand. */
  readonly localCron: Fetcher | undefined
}

/** All faces under one roof. What none of them could answer is refused in the words of the face it came to. */
export function createApp(office: Office, { allowedHosts, localCron }: AppOptions): Hono {
  const app = new Hono()
  app.use(async (c, next) => {
    await next()
    c.header('Cache-Control', 'no-store')
  })
  app.use(async (c, next) => {
    const foreign = isForeign(c.req.raw, allowedHosts)
    return foreign === undefined ? next() : refuseRequest(c, failure('origin_forbidden', { origin: foreign }))
  })
  app.use(
    bodyLimit({
      maxSize: bodyBytesMax,
      onError: (c) => refuseRequest(c, failure('body_too_large', { maxBytes: bodyBytesMax })),
    }),
  )
  // Before the others: who watches over the house is let in where it is full, too.
  app.route('/', healthRoutes(office))
  const admission = new Admission()
  app.use(async (c, next) => {
    const enteredAt = Date.now()
    if (!admission.enter()) return refuseRequest(c, refusedBusy.failure)
    try {
      if (admission.isCrowded) await scheduler.wait(fairTurnMs)
      return await next()
    } finally {
      admission.leave(enteredAt, Date.now())
    }
  })
  if (localCron !== undefined) app.get(cronPath, (c) => localCron.fetch(c.req.raw))
  app.route(rpcPath, rpcRoutes(office))
  app.route('/', classicRoutes(office))
  app.notFound((c) => refuseRequest(c, failure('route_not_found', { path: c.req.path })))
  app.onError((error, c) => refuseRequest(c, failureOfThrown(error)))
  return app
}

function refuseRequest(c: Context, refused: Failure): Response {
  return c.req.path.startsWith(`${rpcPath}/`) ? answerRpcFailure(c, refused) : answerFailure(c, refused, 500)
}
