/** What is told to webhooks. */
export const webhookTypes = [
  'booking.created',
  'booking.moved',
  'booking.cancelled',
  'booking.expired',
  'ticket.admitted',
  'showing.sold_out',
] as const
export type WebhookType = (typeof webhookTypes)[number]

export type EndpointId = `wh_${string}`

const typeByKind: Partial<Record<string, WebhookType>> = {
  booked: 'booking.created',
  moved: 'booking.moved',
  cancelled: 'booking.cancelled',
  expired: 'booking.expired',
  admitted: 'ticket.admitted',
  sold_out: 'showing.sold_out',
}

/** The type under which an event is delivered; undefined for what is of nobody's business outside. */
export function webhookTypeOf(kind: string): WebhookType | undefined {
  return Object.hasOwn(typeByKind, kind) ? typeByKind[kind] : undefined
}

/**
 * An event's id as it is delivered. A full stop separates what is signed, so none may be in it; there is no hyphen
 * in ids otherwise.
 */
export function messageIdOf(eventId: string): string {
  return eventId.replaceAll('.', '-')
}

export function eventIdOf(messageId: string): string {
  return messageId.replaceAll('-', '.')
}
