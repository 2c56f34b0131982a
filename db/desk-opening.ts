import type { Client, InStatement, ResultSet } from '@libsql/client/http'
import * as z from 'zod'
import { isTooMuch } from './database.ts'
import { inHalves } from './in-halves.ts'
import type { HoldRecord } from './schema/bookings.ts'
import { anyNumberOfTickets } from './schema/programme.ts'

export interface ShowingKey {
  readonly id: string
  readonly screen: string
  readonly startsAt: number
}

/** What a desk knows after it opened its showing; nobody who opened it before can sell there any more. */
export interface OpenedShowing {
  readonly epoch: number
  /** How often it has been opened, by this time too. */
  readonly openings: number
  readonly facts: ShowingFacts
  /** The seat plan that it is sold on, as it was given. */
  readonly plan: string
  /** Those that ran out are none, and those that did so long ago may be missing. */
  readonly holds: readonly HoldRecord[]
  /** Beside those that the plan blocks. */
  readonly blocked: ReadonlySet<string>
  /** Sold seats, each with its booking's id. */
  readonly sold: ReadonlyMap<string, string>
  /** Of those that have them, where the screen says how many tickets a phone may have: by booking. */
  readonly phones: ReadonlyMap<string, string>
  /** How the keys of this showing begin: enough to know which are new. */
  readonly keyHints: ReadonlySet<string>
  /** Of the changes that were asked about, those whose events exist. */
  readonly committed: ReadonlySet<string>
  /** Of the keys that were asked about, those that exist, also at other showings. */
  readonly usedKeys: ReadonlySet<string>
}

/** What staff have laid down for a showing. Whoever changes it raises the epoch. */
export interface ShowingFacts {
  /** Minor units by category; none where the house asks no price. */
  readonly prices: Readonly<Record<string, number>> | null
  readonly salesOpenAt: number | null
  readonly salesCloseAt: number
  readonly cancelledAt: number | null
  readonly avoidsSingles: boolean
  readonly phoneTicketsMax: number
}

export interface Opening {
  readonly showing: ShowingKey
  readonly doubts: Doubts
}

export interface Doubts {
  readonly eventIds: readonly string[]
  readonly keys: readonly string[]
  /** Whether the showing comes to be, where its screen has an open schedule. */
  readonly create: boolean
}

/** Of a key's up to 128 characters: all keys of a showing come in one answer, however long it has been on sale. */
const keyHintLength = 12

export function keyHint(key: string): string {
  return key.slice(0, keyHintLength)
}

const statements = {
  createShowing: `
    INSERT INTO showings (id, screen_id, starts_at, epoch, plan_version)
    SELECT :showing, id, :startsAt, 0, plan_version FROM screens WHERE id = :screen AND open_schedule = 1 AND :create
    ON CONFLICT (id) DO NOTHING`,
  raiseEpoch: `UPDATE showings SET epoch = epoch + 1, openings = openings + 1 WHERE id = :showing RETURNING epoch, openings`,
  epoch: `SELECT epoch FROM showings WHERE id = :showing`,
  facts: `
    SELECT source, prices, sales_open_at AS salesOpenAt, cancelled_at AS cancelledAt, avoids_singles AS avoidsSingles,
      phone_tickets_max AS phoneTicketsMax,
      coalesce(sales_close_at, starts_at + sales_close_after_ms) AS salesCloseAt
    FROM showings CROSS JOIN screens ON screens.id = showings.screen_id
      CROSS JOIN seat_plans ON seat_plans.screen_id = screens.id AND seat_plans.version = showings.plan_version
    WHERE showings.id = :showing`,
  holds: `
    SELECT json_group_array(json_object('id', id, 'showingId', showing_id, 'seats', json(seats), 'prices', json(prices),
      'caller', caller, 'fingerprint', fingerprint, 'expiresAt', expires_at)) FROM holds WHERE showing_id = :showing`,
  blocked: `SELECT json_group_array(seat) FROM blocked_seats WHERE showing_id = :showing`,
  soldSeats: `SELECT json_group_object(seat, booking_id) FROM tickets WHERE showing_id = :showing`,
  phones: `
    SELECT json_group_object(booking_id, phone) FROM buyers
    WHERE booking_id IN (SELECT booking_id FROM tickets WHERE showing_id = :showing)
      AND (SELECT phone_tickets_max FROM screens WHERE id = :screen) < ${anyNumberOfTickets}`,
  keyHints: `SELECT json_group_array(substr(key, 1, ${keyHintLength})) FROM idempotency_keys
    WHERE showing_id = :showing`,
  committed: `SELECT json_group_array(id) FROM events WHERE id IN (SELECT value FROM json_each(:eventIds))`,
  usedKeys: `SELECT json_group_array(key) FROM idempotency_keys WHERE key IN (SELECT value FROM json_each(:keys))`,
}

const factsRow = z.object({
  source: z.string(),
  prices: z
    .string()
    .nullable()
    .transform((text) => (text === null ? null : pricesByCategory.parse(JSON.parse(text)))),
  salesOpenAt: z.number().nullable(),
  salesCloseAt: z.number(),
  cancelledAt: z.number().nullable(),
  avoidsSingles: z.number().transform(Boolean),
  phoneTicketsMax: z.number(),
})
const pricesByCategory = z.record(z.string(), z.number())
const labels = z.array(z.string())
const heldRows = z.array(
  z.object({
    id: z.string(),
    showingId: z.string(),
    seats: labels,
    prices: z.array(z.number()).nullable(),
    caller: z.string(),
    fingerprint: z.string().nullable(),
    expiresAt: z.number(),
  }),
)
const textByText = z.record(z.string(), z.string())

/**
 * Raises the showings' epochs and reads them in the same transaction: what is not found here can no longer arrive.
 * Undefined where there is no such showing and its screen has no open schedule. Each throws where it cannot be read.
 */
export async function openShowings(
  client: Client,
  openings: readonly Opening[],
): Promise<readonly (() => OpenedShowing | undefined)[]> {
  const parts = openings.map(openingPart)
  let results: ResultSet[]
  try {
    results = await client.batch(parts.flat(), 'write')
  } catch (error) {
    if (openings.length > 1 && isTooMuch(error))
      return inHalves(openings, (half) => openShowings(client, half))
    return openings.map(() => () => {
      throw error
    })
  }
  return parts.map(({ length }) => {
    const own = results.splice(0, length)
    return () => openedBy(own)
  })
}

function openingPart({ showing: { id: showing, screen, startsAt }, doubts }: Opening): InStatement[] {
  return [
    { sql: statements.createShowing, args: { showing, screen, startsAt, create: doubts.create } },
    { sql: statements.raiseEpoch, args: { showing } },
    { sql: statements.facts, args: { showing } },
    { sql: statements.holds, args: { showing } },
    { sql: statements.blocked, args: { showing } },
    { sql: statements.soldSeats, args: { showing } },
    { sql: statements.phones, args: { showing, screen } },
    { sql: statements.keyHints, args: { showing } },
    { sql: statements.committed, args: { eventIds: JSON.stringify(doubts.eventIds) } },
    { sql: statements.usedKeys, args: { keys: JSON.stringify(doubts.keys) } },
  ]
}

function openedBy(results: readonly ResultSet[]): OpenedShowing | undefined {
  const [, raised, read, held, blocked, sold, phones, keyHints, committed, usedKeys] = results
  const [counts] = raised?.rows ?? []
  if (counts === undefined) return undefined
  const { source, ...facts } = factsRow.parse(read?.rows[0])
  return {
    epoch: Number(counts['epoch']),
    openings: Number(counts['openings']),
    facts,
    plan: source,
    holds: heldRows.parse(onlyJson(held)),
    blocked: new Set(labels.parse(onlyJson(blocked))),
    sold: mapIn(sold),
    phones: mapIn(phones),
    keyHints: new Set(labels.parse(onlyJson(keyHints))),
    committed: new Set(labels.parse(onlyJson(committed))),
    usedKeys: new Set(labels.parse(onlyJson(usedKeys))),
  }
}

/** A showing's epoch, its sold seats as the database has them under it, and whose they are. */
export async function readSold(
  client: Client,
  { id: showing, screen }: Pick<ShowingKey, 'id' | 'screen'>,
): Promise<Pick<OpenedShowing, 'epoch' | 'sold' | 'phones'>> {
  const [epoch, sold, phones] = await client.batch(
    [
      { sql: statements.epoch, args: { showing } },
      { sql: statements.soldSeats, args: { showing } },
      { sql: statements.phones, args: { showing, screen } },
    ],
    'read',
  )
  return { epoch: Number(epoch?.rows[0]?.['epoch']), sold: mapIn(sold), phones: mapIn(phones) }
}

function mapIn(result: ResultSet | undefined): ReadonlyMap<string, string> {
  return new Map(Object.entries(textByText.parse(onlyJson(result))))
}

function onlyJson(result: ResultSet | undefined): unknown {
  const text = result?.rows[0]?.[0]
  return typeof text === 'string' ? JSON.parse(text) : undefined
}
