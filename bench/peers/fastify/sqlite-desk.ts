import Database from 'better-sqlite3'
import type { Booking } from './store.ts'

const schema = `
  CREATE TABLE IF NOT EXISTS bookings (
    id TEXT PRIMARY KEY,
    showing TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    seats TEXT NOT NULL,
    status TEXT NOT NULL,
    booked_at INTEGER NOT NULL
  );
  CREATE INDEX IF NOT EXISTS bookings_by_name ON bookings (name);
  CREATE TABLE IF NOT EXISTS tickets (
    showing TEXT NOT NULL,
    seat TEXT NOT NULL,
    booking_id TEXT NOT NULL,
    PRIMARY KEY (showing, seat)
  ) WITHOUT ROWID;
`

interface Row extends Pick<Booking, 'id' | 'showing' | 'name' | 'phone' | 'status'> {
  readonly seats: string
  readonly bookedAt: number
}

/** The statements, each of which is in the transaction of its caller. */
export class SqliteDesk {
  readonly #database: Database.Database
  readonly #statements: ReturnType<typeof prepare>

  constructor(file: string, { checkpointPages }: { readonly checkpointPages: number }) {
    this.#database = new Database(file)
    this.#database.pragma('journal_mode = WAL')
    this.#database.pragma('synchronous = FULL')
    this.#database.pragma('busy_timeout = 5000')
    this.#database.pragma('cache_size = -65536')
    this.#database.pragma(`wal_autocheckpoint = ${checkpointPages}`)
    this.#database.exec(schema)
    this.#statements = prepare(this.#database)
  }

  /** Durable once it returns. */
  transact<T>(work: () => T): T {
    const { begin, commit, rollback } = this.#statements
    begin.run()
    try {
      const result = work()
      commit.run()
      return result
    } catch (error) {
      if (this.#database.inTransaction) rollback.run()
      throw error
    }
  }

  book({ id, showing, name, phone, seats, status, bookedAt }: Booking): readonly string[] {
    const taken = this.#taken(showing, seats)
    if (taken.length > 0) return taken
    this.#statements.addBooking.run(id, showing, name, phone, JSON.stringify(seats), status, bookedAt)
    for (const seat of seats) this.#statements.addTicket.run(showing, seat, id)
    return []
  }

  find(id: string): Booking | undefined {
    const row = this.#statements.find.get(id)
    return row && { ...row, seats: JSON.parse(row.seats) }
  }

  soldSeats(showing: string): readonly string[] {
    return this.#statements.soldSeats.all(showing).map(({ seat }) => seat)
  }

  move(id: string, showing: string): readonly string[] | undefined {
    const booking = this.find(id)
    if (booking?.status !== 'booked') return undefined
    if (booking.showing === showing) return []
    const taken = this.#taken(showing, booking.seats)
    if (taken.length > 0) return taken
    for (const seat of booking.seats) this.#statements.moveTicket.run(showing, booking.showing, seat)
    this.#statements.moveBooking.run(showing, id)
    return []
  }

  cancelAll(name: string): number {
    const rows = this.#statements.named.all(name)
    for (const { id, showing, seats } of rows) {
      for (const seat of JSON.parse(seats)) this.#statements.removeTicket.run(showing, seat)
      this.#statements.cancel.run(id)
    }
    return rows.length
  }

  close(): void {
    this.#database.close()
  }

  #taken(showing: string, seats: readonly string[]): readonly string[] {
    return seats.filter((seat) => this.#statements.isTaken.get(showing, seat) !== undefined)
  }
}

function prepare(database: Database.Database) {
  const columns = 'id, showing, name, phone, seats, status, booked_at AS bookedAt'
  return {
    begin: database.prepare<[]>('BEGIN IMMEDIATE'),
    commit: database.prepare<[]>('COMMIT'),
    rollback: database.prepare<[]>('ROLLBACK'),
    isTaken: database.prepare<[string, string]>('SELECT 1 FROM tickets WHERE showing = ? AND seat = ?'),
    addBooking: database.prepare<[string, string, string, string, string, string, number]>(
      'INSERT INTO bookings (id, showing, name, phone, seats, status, booked_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    addTicket: database.prepare<[string, string, string]>(
      'INSERT INTO tickets (showing, seat, booking_id) VALUES (?, ?, ?)',
    ),
    find: database.prepare<[string], Row>(`SELECT ${columns} FROM bookings WHERE id = ?`),
    soldSeats: database.prepare<[string], { seat: string }>('SELECT seat FROM tickets WHERE showing = ?'),
    moveTicket: database.prepare<[string, string, string]>(
      'UPDATE tickets SET showing = ? WHERE showing = ? AND seat = ?',
    ),
    moveBooking: database.prepare<[string, string]>('UPDATE bookings SET showing = ? WHERE id = ?'),
    named: database.prepare<[string], Row>(
      `SELECT ${columns} FROM bookings WHERE name = ? AND status = 'booked'`,
    ),
    removeTicket: database.prepare<[string, string]>('DELETE FROM tickets WHERE showing = ? AND seat = ?'),
    cancel: database.prepare<[string]>("UPDATE bookings SET status = 'cancelled' WHERE id = ?"),
  }
}
