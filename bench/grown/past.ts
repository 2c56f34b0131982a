import { setImmediate as breathe } from 'node:timers/promises'
import Database from 'better-sqlite3'
import * as z from 'zod'
import { idsBy } from '../../worker/office/ids.ts'

export const seatsPerBooking = 4
const bookingsPerShowing = 100
const bookingsPerTransaction = 50_000
const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
const betweenShowingsMs = 10 * minuteMs
const betweenBookingsMs = betweenShowingsMs / bookingsPerShowing
/** Of those before it the buyers are forgotten, as the cron has done day by day in a house that grew. */
const rememberedDays = 20
/** Far behind every showing that the load asks for. */
const futureDays = 1_500

/**
 * Fills a fresh house's database with a past and a future: the first half of the showings has been, the other half is
 * to come. They were sold one after another until now, and the indexes are built at the end: millions of bookings take a minute.
 */
export async function fillWithPast(
  file: string,
  bookings: number,
  progress: (done: number) => void,
): Promise<void> {
  const database = new Database(file)
  try {
    database.pragma('journal_mode = OFF')
    database.pragma('synchronous = OFF')
    database.pragma('cache_size = -500000')
    const indexes = indexesOf(database)
    for (const { name } of indexes) database.exec(`DROP INDEX "${name}"`)
    database.function('new_id', (prefix, at) => newId.parse([prefix, at]))
    database.exec('CREATE TEMP TABLE made (booking, event, showing, starts_at, booked_at, seats, has_been)')
    const now = Date.now()
    const midnight = Math.floor(now / dayMs) * dayMs
    for (let first = 0; first < bookings; first += bookingsPerTransaction) {
      const end = Math.min(first + bookingsPerTransaction, bookings)
      const span = { first, end, half: bookings / 2, midnight, began: now - bookings * betweenBookingsMs }
      database.transaction(() => insert(database, span))()
      progress(end)
      await breathe()
    }
    for (const { sql } of indexes) database.exec(sql)
    // A house that grew sealed its history as it came: the cron goes on behind the last seal, and looks at none before.
    database.exec(
      `INSERT INTO event_seals (sequence, key, mac) SELECT max(sequence), 'past', 'past' FROM events`,
    )
    database.pragma('journal_mode = WAL')
  } finally {
    database.close()
  }
}

const newId = z.tuple([z.enum(['bk', 'ev']), z.number()]).transform(([prefix, at]) => idsBy(() => at)(prefix))

const index = z.array(z.object({ name: z.string(), sql: z.string() }))

function indexesOf(database: Database.Database): z.output<typeof index> {
  return index.parse(
    database
      .prepare(`SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY rowid`)
      .all(),
  )
}

function insert(
  database: Database.Database,
  span: { first: number; end: number; half: number; midnight: number; began: number },
): void {
  database.exec('DELETE FROM made')
  // As integers: a JavaScript number is bound as a REAL, whose quotients and labels have fractions.
  database
    .prepare(
      `WITH RECURSIVE
         numbers (n) AS (SELECT :first UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < :end),
         placed AS (
           SELECT n, n < :half AS has_been, n % ${bookingsPerShowing} * ${seatsPerBooking} AS first,
             CASE WHEN n < :half
               THEN :midnight - ${dayMs} - ((:half - 1 - n) / ${bookingsPerShowing}) * ${betweenShowingsMs}
               ELSE :midnight + ${futureDays * dayMs} + ((n - :half) / ${bookingsPerShowing}) * ${betweenShowingsMs}
             END AS starts_at,
             :began + n * ${betweenBookingsMs} AS booked_at
           FROM numbers)
       INSERT INTO made
       SELECT new_id('bk', booked_at), new_id('ev', booked_at),
         'main-' || strftime('%Y%m%dT%H%MZ', starts_at / 1000, 'unixepoch'), starts_at, booked_at,
         json_array('S' || (first + 1), 'S' || (first + 2), 'S' || (first + 3), 'S' || (first + 4)), has_been
       FROM placed`,
    )
    .run(Object.fromEntries(Object.entries(span).map(([name, value]) => [name, BigInt(value)])))
  database.exec(`
    INSERT OR IGNORE INTO showings (id, screen_id, starts_at, epoch)
      SELECT DISTINCT showing, 'main', starts_at, 1 FROM made;
    INSERT INTO buyers (booking_id, starts_at, name, phone)
      SELECT booking, starts_at, 'Buyer' || abs(random() % 1000000000000), printf('%010d', abs(random() % 10000000000)) FROM made
      WHERE starts_at > ${span.midnight - rememberedDays * dayMs};
    INSERT INTO bookings (id, showing_id, starts_at, seats, status, version, booked_at)
      SELECT booking, showing, starts_at, seats,
        iif(has_been, 'expired', 'booked'), 1 + has_been, booked_at FROM made;
    INSERT INTO tickets (showing_id, seat, booking_id)
      SELECT showing, value, booking FROM made, json_each(made.seats);
    INSERT INTO events (id, kind, booking_id, showing_id, seats, at)
      SELECT event, 'booked', booking, showing, seats, booked_at FROM made;`)
}
