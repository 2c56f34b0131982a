import type { OutboxEvent } from '../../db/webhook-outbox.ts'
import { parseShowingId } from '../domain/showing.ts'
import { type WebhookType, messageIdOf, webhookTypeOf } from '../domain/webhook.ts'

/** What is sent for an event. It is made of the event alone: it says the same however often, and however late, it is sent. */
export interface Message {
  readonly id: string
  readonly body: string
}

const statusAfter = {
  'booking.created': 'booked',
  'booking.moved': 'booked',
  'booking.cancelled': 'cancelled',
  'booking.expired': 'expired',
} as const satisfies Record<Exclude<WebhookType, 'showing.sold_out'>, string>

/** Names nobody: who wants to know who booked asks for the booking. */
export function messageOf(event: OutboxEvent): Message {
  const type = webhookTypeOf(event.kind)
  if (type === undefined) throw new Error('an event that is of no type')
  const body = JSON.stringify({
    type,
    timestamp: new Date(event.at).toISOString(),
    data: dataOf(type, event),
  })
  return { id: messageIdOf(event.id), body }
}

function dataOf(type: WebhookType, { bookingId, showingId, seats }: OutboxEvent): object {
  const showing = showingOf(showingId)
  if (type === 'showing.sold_out') return { showing }
  return { id: bookingId, showing, seats, status: statusAfter[type] }
}

function showingOf(id: string): object {
  const showing = parseShowingId(id)
  if (showing === undefined) throw new Error('an event of no showing')
  return { id, screen: showing.screen, startsAt: new Date(showing.startsAt).toISOString() }
}
