import type { Context } from 'hono'
import { Admission } from './admission.ts'
import type { Failure } from './domain/failures.ts'
import { answerMsMax, bodiesBytesMax, bodyBytesMax, waitMsMax } from './domain/limits.ts'
import { refusedBusy, refusedUnknown } from './domain/result.ts'
import type { Visited } from './faces/visited.ts'
import { callsIn } from './faces/rpc/routes.ts'
import { metrics } from './metrics.ts'
import { failureOfThrown } from './office/thrown.ts'
import { type Place, Places } from './places.ts'
import { RequestClock } from './request-clock.ts'
import { receiveBody } from './whole-body.ts'

type Serve = () => Promise<Failure | undefined>

/**
 * workerd reads from its connections when nothing else is left to do. In a crowd that is never, and callers who ask again
 * at once are served before those who wait: so everybody waits for that moment, which is when timers fire.
 */
const fairTurnMs = 1

/** Has the whole body arrive before a request takes a place, and keeps count of what all bodies hold. */
export function receiving() {
  const bodies = new Places()
  return async (
    { req }: Context<Visited>,
    clock: RequestClock,
    serve: Serve,
  ): Promise<Failure | undefined> => {
    if (req.raw.body === null) return serve()
    const length = Number(req.header('content-length') ?? Number.NaN)
    // One that does not say is as large as it may be.
    const size = length >= 0 && length <= bodyBytesMax ? length : bodyBytesMax
    const place = bodies.take(Date.now(), { size, max: bodiesBytesMax })
    if (place === undefined) return refusedBusy.failure
    try {
      return (await receiveBody(req, clock))?.failure ?? (await serve())
    } finally {
      bodies.giveBack(place)
    }
  }
}

/** Lets in as many requests as can be served, and has others wait for their turn. */
export function admitting(options: { readonly waitingMax: number | undefined }) {
  const admission = new Admission(options)
  metrics.underWay.readFrom(() => admission.underWay)
  metrics.waiting.readFrom(() => admission.waiting)
  const turnOf = async (calls: number): Promise<Place | undefined> => {
    const waiting = admission.wait(calls)
    if (waiting === undefined) return undefined
    const clock = new RequestClock()
    const place = await clock.within(waitMsMax, waiting.turn)
    clock.stop()
    if (place !== 'late') return place
    await admission.giveUp(waiting)
    return undefined
  }
  const enter = async (calls: number): Promise<Place | undefined> => {
    const place = admission.enter(Date.now(), calls)
    if (place === undefined) return turnOf(calls)
    if (admission.isCrowded) await scheduler.wait(fairTurnMs)
    return place
  }
  return async (c: Context<Visited>, clock: RequestClock, serve: Serve): Promise<Failure | undefined> => {
    const serveAndLeave = async (): Promise<Failure | undefined> => {
      const place = await enter(callsIn(c.req.path))
      if (place === undefined) return refusedBusy.failure
      try {
        return await serve()
      } catch (error) {
        return failureOfThrown(error, c.get('requestId'))
      } finally {
        admission.leave(place, Date.now())
      }
    }
    const served = serveAndLeave()
    const answer = await clock.within(answerMsMax, served)
    if (answer !== 'late') return answer
    c.executionCtx.waitUntil(served)
    return (c.req.method === 'GET' ? refusedBusy : refusedUnknown).failure
  }
}
