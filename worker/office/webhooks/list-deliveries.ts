import * as z from 'zod'
import { type SeenDelivery, listDeliveries as readDeliveries } from '../../../db/webhook-deliveries.ts'
import { findEndpoint } from '../../../db/webhook-endpoints.ts'
import { type Result, accept, refuse } from '../../domain/result.ts'
import { messageIdOf, webhookTypeOf } from '../../domain/webhook.ts'
import type { Deliveries, DeliveriesInput } from '../../domain/webhook-schemas.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { House } from '../house.ts'
import { iso } from '../present.ts'

const position = z.tuple([z.int()]).transform(([sequence]) => sequence)

/** What became of the events at one receiver, the latest first, in pages. */
export async function listDeliveries(
  { db }: House,
  { id, state, cursor, limit }: DeliveriesInput,
): Promise<Result<Deliveries>> {
  const read = readCursor(cursor, position)
  if (!read.ok) return read
  if ((await findEndpoint(db, id)) === undefined) return refuse('webhook_not_found', { webhook: id })
  const found = await readDeliveries(db, { endpoint: id, state, before: read.value, limit: limit + 1 })
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return accept({
    deliveries: page.map(presentDelivery),
    ...(found.length > limit && last !== undefined ? { next: writeCursor([last.sequence]) } : {}),
  })
}

function presentDelivery(delivery: SeenDelivery): Deliveries['deliveries'][number] {
  const { eventId, kind, happenedAt, state, attempts, firstAt, nextAt, problem, settledAt } = delivery
  return {
    event: messageIdOf(eventId),
    type: webhookTypeOf(kind) ?? null,
    happenedAt: iso(happenedAt),
    state,
    attempts,
    firstAt: firstAt === null ? null : iso(firstAt),
    problem,
    nextAt: state === 'pending' ? iso(nextAt) : null,
    settledAt: settledAt === null ? null : iso(settledAt),
  }
}
