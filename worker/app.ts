import { type Context, Hono, type MiddlewareHandler } from 'hono'
import type { Caller } from './domain/caller.ts'
import { type Failure, failure } from './domain/failures.ts'
import { Admission } from './admission.ts'
import { answerMsMax, bodiesArrivingMax } from './domain/limits.ts'
import { refusedBusy, refusedUnknown } from './domain/result.ts'
import { addressOf } from './faces/address.ts'
import { classicRoutes } from './faces/classic/routes.ts'
import type { Assets } from './faces/assets.ts'
import { docsRoutes } from './faces/docs/routes.ts'
import { answerFailure } from './faces/envelope.ts'
import { livenessRoutes, readinessRoutes } from './faces/health/routes.ts'
import { answerProblem } from './faces/rest/problem.ts'
import { isRest, restRoutes } from './faces/rest/routes.ts'
import { answerRpcFailure, callsIn, isRpc, rpcPath, rpcRoutes } from './faces/rpc/routes.ts'
import type { Visited } from './faces/visited.ts'
import { isForeign } from './foreign-request.ts'
import { Places } from './places.ts'
import { RequestClock } from './request-clock.ts'
import type { Office } from './office/office.ts'
import { failureOfThrown } from './office/thrown.ts'
import { receiveBody } from './whole-body.ts'

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
  /** The files of `web/public/`. */
  readonly assets: Assets
  /** On a local server, what fires the cron by hand. */
  readonly localCron: Fetcher | undefined
}

interface Timed {
  Variables: { clock: RequestClock } & Visited['Variables']
}

export type App = Hono<Timed>

/** All faces under one roof. What none of them could answer is refused in the words of the face it came to. */
export function createApp(
  open: (caller: Caller) => Office,
  { allowedHosts, assets, localCron }: AppOptions,
): App {
  const app: App = new Hono<Timed>()
  app.use((c, next) => {
    // Before there is an answer: afterwards Hono would have to copy it.
    c.header('Cache-Control', 'no-store')
    return next()
  })
  app.use(async (c, next) => {
    const foreign = isForeign(c.req.raw, allowedHosts)
    return foreign === undefined ? next() : refuseRequest(c, failure('origin_forbidden', { origin: foreign }))
  })
  // Before there is need of room: who asks whether the house lives is answered where it is full, too.
  app.route('/', livenessRoutes())
  app.use(timing())
  app.use(receiving())
  app.use(admitting())
  app.use(identifying(open))
  if (localCron !== undefined) app.get(cronPath, (c) => localCron.fetch(c.req.raw))
  app.route(rpcPath, rpcRoutes())
  app.route('/', readinessRoutes())
  app.route('/', restRoutes())
  app.route('/', docsRoutes(assets))
  app.route('/', classicRoutes())
  app.notFound((c) => refuseRequest(c, failure('route_not_found', { path: c.req.path })))
  app.onError((error, c) => refuseRequest(c, failureOfThrown(error)))
  return app
}

/** Opens the office for who asks. */
function identifying(open: (caller: Caller) => Office): MiddlewareHandler<Timed> {
  return (c, next) => {
    const caller = { role: undefined, keyId: undefined, address: addressOf(c.req.raw), requestId: '' }
    c.set('office', open(caller))
    return next()
  }
}

function timing(): MiddlewareHandler<Timed> {
  return async (c, next) => {
    const clock = new RequestClock()
    c.set('clock', clock)
    await next()
    clock.stop()
  }
}

/** Has the whole body arrive before a request takes a place. */
function receiving(): MiddlewareHandler<Timed> {
  const arriving = new Places()
  return async (c, next) => {
    if (c.req.raw.body === null) return next()
    const place = arriving.take(Date.now(), { size: 1, max: bodiesArrivingMax })
    if (place === undefined) return refuseRequest(c, refusedBusy.failure)
    const refused = await receiveBody(c.req, c.get('clock'))
    arriving.giveBack(place)
    return refused === undefined ? next() : refuseRequest(c, refused.failure)
  }
}

/** Lets in as many requests as can be served. */
function admitting(): MiddlewareHandler<Timed> {
  const admission = new Admission()
  return async (c, next) => {
    const place = admission.enter(Date.now(), callsIn(c.req.path))
    if (place === undefined) return refuseRequest(c, refusedBusy.failure)
    const served = (async (): Promise<void> => {
      if (admission.isCrowded) await scheduler.wait(fairTurnMs)
      await next()
    })().finally(() => admission.leave(place, Date.now()))
    // The request of a caller who hangs up would be stopped wherever it is, and would never leave.
    c.executionCtx.waitUntil(served)
    if ((await c.get('clock').within(answerMsMax, served)) !== 'late') return undefined
    return refuseRequest(c, (c.req.method === 'GET' ? refusedBusy : refusedUnknown).failure)
  }
}

function refuseRequest(c: Context, refused: Failure): Response {
  if (isRpc(c.req.path)) return answerRpcFailure(c, refused)
  return isRest(c.req.path) ? answerProblem(c, refused) : answerFailure(c, refused, 500)
}
