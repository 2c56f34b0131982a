import { findEvent, replayEvent, replayFrom, replayGivenUp } from '../../../db/webhook-deliveries.ts'
import { findEndpoint } from '../../../db/webhook-endpoints.ts'
import { replayedMax } from '../../domain/limits.ts'
import { type Result, accept, refuse } from '../../domain/result.ts'
import { eventIdOf, webhookTypeOf } from '../../domain/webhook.ts'
import type { Replayed, WebhookReplayInput } from '../../domain/webhook-schemas.ts'
import type { House } from '../house.ts'

/** Has events delivered again, under the ids that they had. */
export async function replayWebhook(house: House, input: WebhookReplayInput): Promise<Result<Replayed>> {
  const { db, wakeSender } = house
  const { id } = input
  if ((await findEndpoint(db, id)) === undefined) return refuse('webhook_not_found', { webhook: id })
  const replayed = await replay(house, input)
  if (replayed.ok) await wakeSender(id, 'changed')
  return replayed
}

async function replay(
  { db, now }: House,
  { id: endpoint, event, from }: WebhookReplayInput,
): Promise<Result<Replayed>> {
  const named = event ?? from
  if (named === undefined) {
    return accept({ replayed: await replayGivenUp(db, { endpoint, at: now(), limit: replayedMax }) })
  }
  const found = await findEvent(db, eventIdOf(named))
  // What is of no type is delivered to nobody.
  if (found === undefined || webhookTypeOf(found.kind) === undefined) {
    return refuse('event_not_found', { event: named })
  }
  const { sequence } = found
  if (event === undefined) {
    await replayFrom(db, { endpoint, sequence })
    return accept({ replayed: 'all' })
  }
  await replayEvent(db, { endpoint, sequence, at: now() })
  return accept({ replayed: 1 })
}
