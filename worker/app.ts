import { type Context, Hono, type MiddlewareHandler, type Next } from 'hono'
import { cors } from 'hono/cors'
import type { Caller, Role } from './domain/caller.ts'
import { type Failure, failure } from './domain/failures.ts'
import { networkOf } from './domain/ip-address.ts'
import { type Result, accept } from './domain/result.ts'
import { cameFrom, isFromThisMachine, unknownAddress } from './faces/address.ts'
import { dress } from './faces/answer-headers.ts'
import { classicRoutes, isClassic } from './faces/classic/routes.ts'
import type { Assets } from './faces/assets.ts'
import { docsRoutes } from './faces/docs/routes.ts'
import { answerFailure } from './faces/envelope.ts'
import { metricsRoutes } from './faces/metrics/routes.ts'
import { isLiveness, livenessRoutes, readinessRoutes } from './faces/health/routes.ts'
import { isPageAsset } from './faces/pages/assets.ts'
import { answerFailurePage } from './faces/pages/failure-page.tsx'
import { isDesk } from './faces/pages/desk/path.ts'
import { sessionShown } from './faces/pages/desk/session-cookie.ts'
import { pagesRoutes } from './faces/pages/routes.ts'
import { stylesFrom } from './faces/pages/read-styles.ts'
import { wantsPage } from './faces/pages/wants-page.ts'
import { answerProblem } from './faces/rest/problem.ts'
import { isRest, restRoutes } from './faces/rest/routes.ts'
import { answerRpcFailure, callsIn, isRpc, rpcPath, rpcRoutes } from './faces/rpc/routes.ts'
import { requestIdOf } from './faces/request-id.ts'
import type { Visited } from './faces/visited.ts'
import { wellKnownRoutes } from './faces/well-known/routes.ts'
import { admitting, receiving } from './entrance.ts'
import { isForeign } from './foreign-request.ts'
import { logError } from './log.ts'
import { metrics } from './metrics.ts'
import type { RateLimits } from './rate-limits.ts'
import { RequestClock } from './request-clock.ts'
import type { Identity } from './office/doorkeeper.ts'
import { refusedTo } from './office/guard.ts'
import type { House } from './office/house.ts'
import { openOffice } from './office/office.ts'
import { failureOfThrown } from './office/thrown.ts'

/** As with `wrangler dev`: `?time=<epoch ms>&cron=...` */
const cronPath = '/cdn-cgi/handler/scheduled'

/** For so long a browser remembers whom a page may ask. */
const corsKeptSeconds = 600

/** Whoever watches the house asks as often as it likes, and so does its own cron. */
const unlimited = new Set(['/readyz', cronPath])

export interface AppOptions {
  /** Hosts that may be asked for; any where empty. */
  readonly allowedHosts: readonly string[]
  /** Addresses, written canonically, of the proxies whose word for who asks counts. */
  readonly trustedProxies?: readonly string[]
  /** Of web pages elsewhere that may ask from a browser. */
  readonly corsOrigins?: readonly string[]
  /** The files of `web/public/`. */
  readonly assets: Assets
  /** On a local server, what fires the cron by hand. */
  readonly localCron: Fetcher | undefined
  /** Requests that may wait until others have left. */
  readonly waitingMax?: number | undefined
  /** None where calls are not counted. */
  readonly limits?: RateLimits | undefined
  /** Who asks the classic routes, or fires the cron, from this very machine needs no key. */
  readonly isOpenHere?: boolean
}

export type App = Hono<Visited>

/** All faces under one roof. What none of them could answer is refused in the words of the face it came to. */
export function createApp(house: House, options: AppOptions): App {
  const { assets, localCron } = options
  const app: App = new Hono<Visited>()
  app.use(entering(house, options))
  app.route('/', livenessRoutes())
  if (localCron !== undefined) {
    app.get(cronPath, async (c) => {
      const { doorkeeper } = house
      const refused = refusedTo('fireCron', { caller: c.get('caller'), doorkeeper })
      if (refused !== undefined) return refuseRequest(c, refused.failure)
      const { status, body } = await localCron.fetch(c.req.raw)
      return new Response(body, { status })
    })
  }
  app.route(rpcPath, rpcRoutes())
  app.route('/', readinessRoutes())
  app.route('/', metricsRoutes())
  app.route('/', restRoutes())
  app.route('/', wellKnownRoutes())
  app.route('/', docsRoutes(assets))
  app.route('/', pagesRoutes(assets, house.sessions))
  app.route('/', classicRoutes())
  app.notFound((c) => refuseRequest(c, failure('route_not_found', { path: c.req.path })))
  app.onError((error, c) => refuseRequest(c, failureOfThrown(error, c.get('requestId'))))
  return app
}

/** All that comes before a face and after it. It is one middleware, as each of Hono's own costs every request its while. */
function entering(house: House, options: AppOptions): MiddlewareHandler<Visited> {
  const { corsOrigins = [] } = options
  const trustedProxies = new Set(options.trustedProxies)
  const pass = passing(house, options)
  const styles = stylesFrom(options.assets)
  const share = corsOrigins.length > 0 ? sharing(corsOrigins) : undefined
  return async (c, next) => {
    const { raw } = c.req
    const from = cameFrom(raw, trustedProxies)
    const requestId = requestIdOf(raw, from)
    c.set('from', from)
    c.set('requestId', requestId)
    c.set('styles', styles)
    const visit = async (): Promise<void> => {
      const refused = await pass(c, next)
      if (refused !== undefined) c.res = await refuseRequest(c, refused)
    }
    const preflight = share === undefined ? await visit() : await share(c, visit)
    if (preflight !== undefined) c.res = preflight
    dress(c.res, { requestId, isSecure: from.isSecure })
    metrics.requests.add({ face: faceOf(c.req.path), status: String(c.res.status) })
  }
}

/** Leads a request to its face; answers what keeps it from there. */
function passing(house: House, options: AppOptions) {
  const { allowedHosts, corsOrigins = [], limits, waitingMax } = options
  const limit = limits && limiting(limits)
  const receive = receiving()
  const admit = admitting({ waitingMax })
  const identify = identifying(house, options)
  return async (c: Context<Visited>, next: Next): Promise<Failure | undefined> => {
    const onward = async (): Promise<undefined> => {
      await next()
    }
    const foreign = isForeign(c.req.raw, { allowedHosts, corsOrigins })
    if (foreign !== undefined) return failure('origin_forbidden', { origin: foreign })
    // Before there is need of room: who asks whether the house lives is answered where it is full, too.
    if (isLiveness(c.req.path)) return onward()
    const limited = await limit?.(c)
    if (limited !== undefined) return limited
    // A page that was let in gets its style too, however full the house is by then.
    if (isPageAsset(c.req.path) && c.req.method === 'GET') return onward()
    const clock = new RequestClock()
    const admitted = (): Promise<Failure | undefined> =>
      admit(c, clock, async () => (await identify(c)) ?? onward())
    const received = receive(c, clock, admitted).finally(() => clock.stop())
    // The request of a caller who hangs up would be stopped wherever it is, and would give back neither its bytes nor its place.
    c.executionCtx.waitUntil(received)
    return received
  }
}

/** Lets pages of these origins ask from a browser; never with what the browser keeps for them, such as cookies. */
function sharing(origins: readonly string[]): MiddlewareHandler {
  return cors({
    origin: [...origins],
    allowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key'],
    exposeHeaders: ['X-Request-Id', 'Retry-After', 'RateLimit-Policy', 'Location', 'Link'],
    maxAge: corsKeptSeconds,
  })
}

/** Refuses who asks too much, before anything else is done for him. */
function limiting(limits: RateLimits) {
  return async (c: Context<Visited>): Promise<Failure | undefined> => {
    const { address } = c.get('from')
    if (address === unknownAddress || unlimited.has(c.req.path)) return undefined
    return (await limits.refuse('address', networkOf(address), callsIn(c.req.path)))?.failure
  }
}

/** Opens the office for who asks, by the key that he shows. */
function identifying(house: House, { limits, isOpenHere = false }: AppOptions) {
  return async (c: Context<Visited>): Promise<Failure | undefined> => {
    const request = c.req.raw
    const authorization = request.headers.get('authorization')
    const from = c.get('from')
    const asking = { address: from.address, requestId: c.get('requestId') }
    const letIn = (caller: Caller): undefined => {
      c.set('caller', caller)
      c.set('office', openOffice(house, caller))
    }
    const looking = authorization === null ? bySession(house, c) : house.doorkeeper.identify(authorization)
    const identity = looking && (await looking)
    if (identity === undefined) {
      const role = isOpenHere && isFromThisMachine(request, from) ? roleWithoutKey(c.req.path) : undefined
      return letIn({ ...asking, keyId: undefined, role })
    }
    if (!identity.ok) return identity.failure
    const { keyId, role } = identity.value
    const refused = await limits?.refuse('key', keyId, callsIn(c.req.path))
    if (refused !== undefined) return refused.failure
    const noted = house.doorkeeper.noteUse(keyId)
    if (noted !== undefined) c.executionCtx.waitUntil(noted.catch(sayNotNoted))
    return letIn({ ...asking, keyId, role })
  }
}

/** At the desk, whose session a browser shows. Who shows none that is valid is nobody, and is led to sign in. */
function bySession(
  { sessions }: House,
  c: Context<Visited>,
): Promise<Result<Identity> | undefined> | undefined {
  const shown = isDesk(c.req.path) ? sessionShown(c) : undefined
  if (shown === undefined) return undefined
  return sessions.identify(shown).then((identity) => (identity === undefined ? undefined : accept(identity)))
}

/** What one may do without a key on a machine that serves itself alone. */
function roleWithoutKey(path: string): Role | undefined {
  if (path === cronPath) return 'manager'
  return isClassic(path) ? 'sales' : undefined
}

function sayNotNoted(error: unknown): void {
  logError({ event: 'key use not noted', error: error instanceof Error ? error.message : 'unknown' })
}

/** Paths are anybody's words; what counts them knows few. */
function faceOf(path: string): string {
  if (isRpc(path)) return 'rpc'
  if (isRest(path)) return 'rest'
  return isClassic(path) ? 'classic' : 'other'
}

function refuseRequest(c: Context, refused: Failure): Response | Promise<Response> {
  if (isRpc(c.req.path)) return answerRpcFailure(refused)
  if (isRest(c.req.path)) return answerProblem(refused)
  return isForPeople(c) ? answerFailurePage(c, refused) : answerFailure(refused, 500)
}

/** A page, or an address that a browser was led to and nobody knows. */
function isForPeople(c: Context): boolean {
  return wantsPage(c) && !isClassic(c.req.path)
}
