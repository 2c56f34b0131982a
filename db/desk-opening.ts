import type { Client, ResultSet } from '@libsql/client/http'
import * as z from 'zod'

export interface ShowingKey {
  readonly id: string
  readonly screen: string
  readonly startsAt: number
}

/** What a desk knows after it opened its showing; nobody who opened it before can sell there any more. */
export interface OpenedShowing {
  readonly epoch: number
  readonly plan: readonly string[]
  /** Sold seats, each with its booking's id. */
  readonly sold: ReadonlyMap<string, string>
  /** How the keys of this showing begin: enough to know which are new. */
  readonly keyHints: ReadonlySet<string>
  /** Of the changes that were asked about, those whose events exist. */
  readonly committed: ReadonlySet<string>
  /** Of the keys that were asked about, those that exist, also at other showings. */
  readonly usedKeys: ReadonlySet<string>
}

export interface Doubts {
  readonly eventIds: readonly string[]
  readonly keys: readonly string[]
}

/** Of a key's up to 128 characters: all keys of a showing come in one answer, however long it has been on sale. */
const keyHintLength = 12

export function keyHint(key: string): string {
  return key.slice(0, keyHintLength)
}

const statements = {
  createShowing: `
    INSERT INTO showings (id, screen_id, starts_at, epoch)
    SELECT :showing, id, :startsAt, 0 FROM screens WHERE id = :screen AND open_schedule = 1
    ON CONFLICT (id) DO NOTHING`,
  raiseEpoch: `UPDATE showings SET epoch = epoch + 1 WHERE id = :showing RETURNING epoch`,
  epoch: `SELECT epoch FROM showings WHERE id = :showing`,
  plan: `SELECT seats FROM screens WHERE id = :screen`,
  soldSeats: `SELECT json_group_object(seat, booking_id) FROM tickets WHERE showing_id = :showing`,
  keyHints: `SELECT json_group_array(substr(key, 1, ${keyHintLength})) FROM idempotency_keys
    WHERE showing_id = :showing`,
  committed: `SELECT json_group_array(id) FROM events WHERE id IN (SELECT value FROM json_each(:eventIds))`,
  usedKeys: `SELECT json_group_array(key) FROM idempotency_keys WHERE key IN (SELECT value FROM json_each(:keys))`,
}

const labels = z.array(z.string())
const occupants = z.record(z.string(), z.string())

/**
 * Raises the showing's epoch and reads it in the same transaction: what is not found here can no longer arrive.
 * Undefined where there is no such showing and its screen has no open schedule.
 */
export async function openShowing(
  client: Client,
  { id: showing, screen, startsAt }: ShowingKey,
  doubts: Doubts,
): Promise<OpenedShowing | undefined> {
  const [, raised, plan, sold, keyHints, committed, usedKeys] = await client.batch(
    [
      { sql: statements.createShowing, args: { showing, screen, startsAt } },
      { sql: statements.raiseEpoch, args: { showing } },
      { sql: statements.plan, args: { screen } },
      { sql: statements.soldSeats, args: { showing } },
      { sql: statements.keyHints, args: { showing } },
      { sql: statements.committed, args: { eventIds: JSON.stringify(doubts.eventIds) } },
      { sql: statements.usedKeys, args: { keys: JSON.stringify(doubts.keys) } },
    ],
    'write',
  )
  const epoch = raised?.rows[0]?.['epoch']
  if (epoch === undefined) return undefined
  return {
    epoch: Number(epoch),
    plan: labels.parse(onlyJson(plan)),
    sold: soldOf(sold),
    keyHints: new Set(labels.parse(onlyJson(keyHints))),
    committed: new Set(labels.parse(onlyJson(committed))),
    usedKeys: new Set(labels.parse(onlyJson(usedKeys))),
  }
}

/** A showing's epoch, and its sold seats as the database has them under it. */
export async function readSold(
  client: Client,
  showing: string,
): Promise<Pick<OpenedShowing, 'epoch' | 'sold'>> {
  const [epoch, sold] = await client.batch(
    [
      { sql: statements.epoch, args: { showing } },
      { sql: statements.soldSeats, args: { showing } },
    ],
    'read',
  )
  return { epoch: Number(epoch?.rows[0]?.['epoch']), sold: soldOf(sold) }
}

function soldOf(result: ResultSet | undefined): ReadonlyMap<string, string> {
  return new Map(Object.entries(occupants.parse(onlyJson(result))))
}

function onlyJson(result: ResultSet | undefined): unknown {
  const text = result?.rows[0]?.[0]
  return typeof text === 'string' ? JSON.parse(text) : undefined
}
