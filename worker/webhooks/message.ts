import type { OutboxEvent } from '../../db/webhook-outbox.ts'
import { type Showing, parseShowingId } from '../domain/showing.ts'
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
} as const satisfies Record<Exclude<WebhookType, 'ticket.admitted' | 'showing.sold_out'>, string>

/** Undefined where it cannot be told. Names nobody: who wants to know who booked asks for the booking. */
export function messageOf(event: OutboxEvent): Message | undefined {
  const type = webhookTypeOf(event.kind)
  const showing = parseShowingId(event.showingId)
  if (type === undefined || showing === undefined) return undefined
  const body = JSON.stringify({
    type,
    timestamp: new Date(event.at).toISOString(),
    data: dataOf(type, event, showing),
  })
  return { id: messageIdOf(event.id), body }
}

function dataOf(type: WebhookType, { bookingId, seats }: OutboxEvent, at: Showing): object {
  const showing = { id: at.id, screen: at.screen, startsAt: new Date(at.startsAt).toISOString() }
  if (type === 'showing.sold_out') return { showing }
  if (type === 'ticket.admitted') return { id: bookingId, showing, seats }
  return { id: bookingId, showing, seats, status: statusAfter[type] }
}
