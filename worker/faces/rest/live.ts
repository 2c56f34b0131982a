import type { Context } from 'hono'
import type { Visited } from '../visited.ts'
import { answerProblem } from './problem.ts'

/** The live map of a showing's seats, as a WebSocket: one snapshot, then changes. */
export async function watchSeats(c: Context<Visited>): Promise<Response> {
  const watching = await c.get('office').watchSeats(c.req.param('showing') ?? '', c.req.raw)
  return watching.ok ? watching.value : answerProblem(watching.failure)
}
