/** Who changes something, and in which request: `buyer`, `cron`, `sender`, `staff:` and the id of a key. Never personal data. */
export interface By {
  readonly actor: string
  readonly requestId: string
}

/** Begins a statement that enters changes into the history: it stands in the transaction of the change, and before it. */
export const insertEntries = `INSERT INTO events (id, kind, booking_id, showing_id, seats, at, actor, request_id, before, after)`

/** What an entry of the programme is called, when and by whom. */
export interface Entry {
  readonly event: string
  readonly at: number
  readonly by: By
}

/** Enters a change of the programme: the kind, the showing that it concerns, and the SQL of its facts. */
export function enter(
  kind: string,
  { showing = `''`, before = 'NULL', after }: { showing?: string; before?: string; after: string },
): string {
  return `${insertEntries}
    SELECT :event, ${kind}, '', ${showing}, '[]', :at, :actor, :requestId, ${before}, ${after}`
}

/** Enters what a row is now and what it will be, where that is something else. */
export function enterChange(
  kind: string,
  { from, before, after }: { from: string; before: Columns; after: Columns },
): string {
  return `${enter(`'${kind}'`, { before: 'was', after: 'becomes' })}
    FROM (SELECT ${jsonObject(before)} AS was, ${jsonObject(after)} AS becomes FROM ${from}) WHERE was <> becomes`
}

/** Names of facts, each with its SQL. */
type Columns = Readonly<Record<string, string>>

/** The arguments of an entry of the programme. */
export function entered({ event, at, by }: Entry): Pick<Entry, 'event' | 'at'> & By {
  return { event, at, ...by }
}

/** The SQL of facts as one JSON object. */
export function jsonObject(facts: Columns): string {
  return `json_object(${Object.entries(facts)
    .map(([name, value]) => `'${name}', ${value}`)
    .join(', ')})`
}

const bookingColumns = {
  id: 'bookings.id',
  showingId: 'bookings.showing_id',
  startsAt: 'bookings.starts_at',
  seats: 'json(bookings.seats)',
  prices: 'json(bookings.prices)',
  status: 'bookings.status',
  version: 'bookings.version',
  bookedAt: 'bookings.booked_at',
}

/** The SQL of a booking as it stands in the history and under a key: without its buyer. `changed` is what it will be. */
export function bookingJson(changed: Partial<typeof bookingColumns> = {}): string {
  return jsonObject({ ...bookingColumns, ...changed })
}
