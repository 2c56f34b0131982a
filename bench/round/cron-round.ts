import path from 'node:path'
import Database from 'better-sqlite3'
import type { Contender } from '../contender.ts'
import { labelsOf, showingIdAt } from '../load/house.ts'
import { medianOf } from '../report/medians.ts'
import { expiresAt } from '../../worker/domain/showing.ts'
import type { RoundOptions, RoundResult } from './result.ts'

const due = 1_000
const firings = 5
const cronMsMax = 30_000
const hourMs = 3_600_000
/** Before all that the house was made with, and after everything that the clock's own ticks could make due. */
const aheadMs = 48 * hourMs
/** An id's 33 characters hold an instant of 13 and three letters. */
const idDigits = 17
const busyMsMax = 5_000

/** How long the cron takes to expire what is due, again and again. */
export async function cronRound(
  contender: Contender,
  { directory, signal }: RoundOptions,
): Promise<RoundResult> {
  const running = await contender.start({ seats: 20, directory })
  try {
    return await fireAt(path.join(directory, 'marquee.db'), running.port, signal)
  } finally {
    await running.stop()
  }
}

async function fireAt(file: string, port: number, signal: AbortSignal): Promise<RoundResult> {
  const database = new Database(file, { timeout: busyMsMax })
  try {
    const first = Math.ceil((Date.now() + aheadMs) / hourMs) * hourMs
    const times: number[] = []
    // The first is the warm-up.
    for (let count = 0; count <= firings; count += 1) {
      signal.throwIfAborted()
      const startsAt = first + count * hourMs
      makeDue(database, startsAt)
      const firedAt = performance.now()
      await fire(port, expiresAt(startsAt))
      if (count > 0) times.push(performance.now() - firedAt)
      const expired = countExpired(database, startsAt)
      if (expired !== due) return { figures: {}, fault: `${expired} of ${due} due bookings are expired` }
    }
    return { figures: { cronMs: medianOf(times) }, fault: undefined }
  } finally {
    database.close()
  }
}

function makeDue(database: Database.Database, startsAt: number): void {
  const iso = new Date(startsAt).toISOString()
  const showing = showingIdAt({ date: iso.slice(0, 10), time: iso.slice(11, 16) })
  const booking = database.prepare<[string, string, number, string, number]>(
    `INSERT INTO bookings (id, showing_id, starts_at, seats, status, version, booked_at)
     VALUES (?, ?, ?, ?, 'booked', 1, ?)`,
  )
  const buyer = database.prepare<[string, number]>(
    `INSERT INTO buyers (booking_id, starts_at, name, phone) VALUES (?, ?, 'Ayush', '1234567890')`,
  )
  const ticket = database.prepare<[string, string, string]>(
    'INSERT INTO tickets (showing_id, seat, booking_id) VALUES (?, ?, ?)',
  )
  database.transaction(() => {
    labelsOf(due).forEach((seat, index) => {
      const id = `bk_${startsAt}due${String(index).padStart(idDigits, '0')}`
      booking.run(id, showing, startsAt, JSON.stringify([seat]), Date.now())
      buyer.run(id, startsAt)
      ticket.run(showing, seat, id)
    })
  })()
}

function countExpired(database: Database.Database, startsAt: number): number {
  return database
    .prepare<[number], number>(
      `SELECT count(*) FROM bookings WHERE starts_at = ? AND status <> 'cancelled' AND status = 'expired'`,
    )
    .pluck()
    .all(startsAt)
    .reduce((sum, count) => sum + count, 0)
}

async function fire(port: number, time: number): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/cdn-cgi/handler/scheduled?time=${time}`, {
    signal: AbortSignal.timeout(cronMsMax),
  })
  if (!answer.ok) throw new Error(`The cron answered ${answer.status}: ${await answer.text()}`)
}
