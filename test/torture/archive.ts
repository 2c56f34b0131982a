import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import * as z from 'zod'
import type { Evidence, Violation } from '../judge/history.ts'
import { failureCode } from './face.ts'
import { planOf } from '../../worker/plans.ts'
import { seatPlan } from './programme.ts'

/** A finished run with what it found beyond its evidence, so that it can be judged again. */
export interface History extends Evidence {
  /** Of what only a live house shows: its own log, and its seats when it was at rest. */
  readonly witnessed: readonly Violation[]
}

/** What every run of the torture has in common. */
export const ofEachRun = {
  /** Between a decision and its reply processes are stopped, so nothing bounds the way. */
  replyMsMax: Number.POSITIVE_INFINITY,
  plan: planOf(seatPlan),
  phoneTicketsMax: Number.POSITIVE_INFINITY,
  blocked: [],
  admissions: [],
  tellings: [],
  byHand: new Set<string>(),
}

const seats = z.array(z.string())

const wish = z.object({
  count: z.number(),
  category: z.string().exactOptional(),
  accessible: z.boolean().exactOptional(),
  together: z.boolean().exactOptional(),
})
const choice = [z.object({ seats }), wish] as const
const book = z.object({ kind: z.literal('book'), name: z.string(), phone: z.string() })
const atShowing = z.object({ showing: z.string() })

const request = z.union([
  z.intersection(book, z.intersection(atShowing, z.union(choice))),
  z.intersection(book, z.object({ hold: z.string(), showing: z.string().exactOptional() })),
  z.intersection(atShowing.extend({ kind: z.literal('hold') }), z.union(choice)),
  z.object({ kind: z.literal('release'), hold: z.string() }),
  z.object({ kind: z.enum(['block', 'unblock']), showing: z.string(), seats }),
  z.object({
    kind: z.literal('move'),
    booking: z.string(),
    showing: z.string().exactOptional(),
    seats: seats.exactOptional(),
  }),
  z.object({ kind: z.literal('cancel'), booking: z.string() }),
  z.object({ kind: z.literal('cancelByName'), name: z.string() }),
])

const effect = z.object({
  bookings: z.array(z.string()).exactOptional(),
  count: z.number().exactOptional(),
  hold: z.object({ id: z.string(), expiresAt: z.number() }).exactOptional(),
  showing: z.string().exactOptional(),
  seats: seats.exactOptional(),
})

const outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done'), effect }),
  z.object({ kind: z.literal('refused'), code: failureCode, seats }),
  z.object({ kind: z.literal('lost') }),
  z.object({ kind: z.literal('undocumented') }),
])

const attempt = z.object({ sentAt: z.number(), answeredAt: z.number(), outcome, text: z.string() })

const operation = z
  .object({ request, key: z.string().optional(), attempts: z.array(attempt) })
  .transform(({ key, ...rest }) => ({ ...rest, key }))

const event = z.object({
  sequence: z.number(),
  id: z.string(),
  kind: z.enum(['booked', 'moved', 'cancelled', 'expired']),
  booking: z.string(),
  showing: z.string(),
  seats,
  at: z.number(),
  after: z.number(),
  by: z.number(),
})

/** JSON has no word for never. */
const instant = z
  .object({ after: z.number(), by: z.number().nullable() })
  .transform(({ after, by }) => ({ after, by: by ?? Infinity }))
const held = z
  .object({
    id: z.string(),
    showing: z.string(),
    seats,
    expiresAt: z.number(),
    placed: instant,
    ended: instant.optional(),
  })
  .transform(({ ended, ...rest }) => ({ ...rest, ended }))

const ticket = z.object({ showing: z.string(), seat: z.string(), booking: z.string() })

const booking = z.object({
  id: z.string(),
  showing: z.string(),
  seats,
  status: z.string(),
  name: z.string(),
  phone: z.string(),
  version: z.number(),
})

const key = z.object({ key: z.string(), booking: z.string().nullable() })
const violation = z.object({ invariant: z.string(), detail: z.string() })

/** Each line is one thing, named by its only field. */
const line = z
  .object({
    operation,
    event,
    held,
    ticket,
    booking,
    key,
    witnessed: violation,
    expiredUntil: z.number(),
    cron: z.number(),
  })
  .partial()

export async function writeHistory(file: string, history: History): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  await pipeline(Readable.from(linesOf(history)), createWriteStream(file))
}

function* linesOf({
  operations,
  events,
  holds,
  tables,
  witnessed,
  expiredUntil,
  crons,
}: History): Generator<string> {
  const asLine = (one: object): string => `${JSON.stringify(one)}\n`
  yield asLine({ expiredUntil })
  for (const cron of crons) yield asLine({ cron })
  for (const one of witnessed) yield asLine({ witnessed: one })
  for (const { request: asked, key: under, attempts } of operations)
    yield asLine({ operation: { request: asked, key: under, attempts } })
  for (const one of events) yield asLine({ event: one })
  for (const one of holds) yield asLine({ held: one })
  for (const one of tables.tickets) yield asLine({ ticket: one })
  for (const one of tables.bookings) yield asLine({ booking: one })
  for (const one of tables.keys) yield asLine({ key: one })
}

export async function readHistory(file: string): Promise<History> {
  const tables = {
    tickets: new Array<z.output<typeof ticket>>(),
    bookings: new Array<z.output<typeof booking>>(),
    keys: new Array<z.output<typeof key>>(),
  }
  const operations: z.output<typeof operation>[] = []
  const events: z.output<typeof event>[] = []
  const holds: z.output<typeof held>[] = []
  const witnessed: Violation[] = []
  const crons = new Set<number>()
  let expiredUntil = 0
  for await (const text of createInterface({ input: createReadStream(file) })) {
    const one = line.parse(JSON.parse(text))
    if (one.operation !== undefined) operations.push(one.operation)
    if (one.event !== undefined) events.push(one.event)
    if (one.held !== undefined) holds.push(one.held)
    if (one.ticket !== undefined) tables.tickets.push(one.ticket)
    if (one.booking !== undefined) tables.bookings.push(one.booking)
    if (one.key !== undefined) tables.keys.push(one.key)
    if (one.witnessed !== undefined) witnessed.push(one.witnessed)
    if (one.cron !== undefined) crons.add(one.cron)
    expiredUntil = one.expiredUntil ?? expiredUntil
  }
  return { operations, events, holds, tables, witnessed, expiredUntil, crons, ...ofEachRun }
}
