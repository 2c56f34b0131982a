import { Pool, type PoolClient } from 'pg'
import { createSchema } from './postgres-schema.ts'
import type { Booking, Store } from './store.ts'

const connectionsMax = 16
const connectMsMax = 10_000

interface Row extends Omit<Booking, 'bookedAt'> {
  readonly booked_at: Date
}

type Book = (pool: Pool, booking: Booking) => Promise<readonly string[]>

/** A transaction of four statements for each booking. */
export function postgresTransactionStore(url: string): Promise<Store> {
  return postgresStore(url, (pool, booking) =>
    takingSeats(pool, async (client) => {
      await addTickets(client, booking)
      await client.query({
        name: 'add-booking',
        text: 'INSERT INTO bookings (id, showing, name, phone, seats, status, booked_at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
        values: valuesOf(booking),
      })
    }),
  )
}

/** A function of the database that books by itself: one round trip. */
export function postgresFunctionStore(url: string): Promise<Store> {
  return postgresStore(url, async (pool, booking) => {
    const { rows } = await pool.query<{ taken: string[] }>({
      name: 'book',
      text: 'SELECT book($1, $2, $3, $4, $5, $6, $7) AS taken',
      values: valuesOf(booking),
    })
    return rows[0]?.taken ?? []
  })
}

async function postgresStore(url: string, book: Book): Promise<Store> {
  const pool = new Pool({
    connectionString: url,
    max: connectionsMax,
    connectionTimeoutMillis: connectMsMax,
    idleTimeoutMillis: 0,
  })
  // An idle connection that breaks is replaced by the pool; unheard, it would end the process.
  pool.on('error', (error) => console.error(error))
  await createSchema(pool)
  return {
    book: (booking) => book(pool, booking),
    find: (id) => find(pool, id),
    soldSeats: (showing) => soldSeats(pool, showing),
    move: (id, showing) => move(pool, id, showing),
    cancelAll: (name) => inTransaction(pool, (client) => cancelAll(client, name)),
    close: () => pool.end(),
  }
}

async function find(pool: Pool, id: string): Promise<Booking | undefined> {
  const { rows } = await pool.query<Row>({
    name: 'find',
    text: 'SELECT id, showing, name, phone, seats, status, booked_at FROM bookings WHERE id = $1',
    values: [id],
  })
  const [row] = rows
  return row && { ...row, bookedAt: row.booked_at.getTime() }
}

async function soldSeats(pool: Pool, showing: string): Promise<readonly string[]> {
  const { rows } = await pool.query<{ seat: string }>({
    name: 'sold-seats',
    text: 'SELECT seat FROM tickets WHERE showing = $1',
    values: [showing],
  })
  return rows.map(({ seat }) => seat)
}

async function move(pool: Pool, id: string, showing: string): Promise<readonly string[] | undefined> {
  const booking = await find(pool, id)
  if (booking?.status !== 'booked') return undefined
  let isKnown = true
  const taken = await takingSeats(pool, async (client) => {
    const { rows } = await client.query<{ showing: string }>({
      name: 'lock-booking',
      text: "SELECT showing FROM bookings WHERE id = $1 AND status = 'booked' FOR UPDATE",
      values: [id],
    })
    const [stored] = rows
    isKnown = stored !== undefined
    if (stored === undefined || stored.showing === showing) return
    await addTickets(client, { ...booking, showing })
    await removeTickets(client, stored.showing, booking.seats)
    await client.query({
      name: 'move-booking',
      text: 'UPDATE bookings SET showing = $2 WHERE id = $1',
      values: [id, showing],
    })
  })
  return isKnown ? taken : undefined
}

async function cancelAll(client: PoolClient, name: string): Promise<number> {
  const { rows } = await client.query<Pick<Row, 'id' | 'showing' | 'seats'>>({
    name: 'lock-named',
    text: "SELECT id, showing, seats FROM bookings WHERE name = $1 AND status = 'booked' ORDER BY id FOR UPDATE",
    values: [name],
  })
  for (const { id, showing, seats } of rows) {
    await removeTickets(client, showing, seats)
    await client.query({
      name: 'cancel',
      text: "UPDATE bookings SET status = 'cancelled' WHERE id = $1",
      values: [id],
    })
  }
  return rows.length
}

class SeatsTaken extends Error {
  readonly seats: readonly string[]

  constructor(seats: readonly string[]) {
    super(`These are taken: ${seats.join(', ')}.`)
    this.seats = seats
  }
}

/** In the order of the labels: two that want the same seats then never wait for each other. */
async function addTickets(
  client: PoolClient,
  { showing, seats, id }: Pick<Booking, 'showing' | 'seats' | 'id'>,
): Promise<void> {
  const { rows } = await client.query<{ seat: string }>({
    name: 'add-tickets',
    text: `INSERT INTO tickets (showing, seat, booking_id) SELECT $1, seat, $3 FROM unnest($2::text[]) AS seat ORDER BY seat
      ON CONFLICT DO NOTHING RETURNING seat`,
    values: [showing, seats, id],
  })
  if (rows.length === seats.length) return
  const added = new Set(rows.map(({ seat }) => seat))
  throw new SeatsTaken(seats.filter((seat) => !added.has(seat)))
}

async function removeTickets(client: PoolClient, showing: string, seats: readonly string[]): Promise<void> {
  for (const seat of seats) {
    await client.query({
      name: 'remove-ticket',
      text: 'DELETE FROM tickets WHERE showing = $1 AND seat = $2',
      values: [showing, seat],
    })
  }
}

/** Writes in a transaction, and where seats are taken already, answers which, and undoes it. */
async function takingSeats(
  pool: Pool,
  write: (client: PoolClient) => Promise<void>,
): Promise<readonly string[]> {
  try {
    await inTransaction(pool, write)
    return []
  } catch (error) {
    if (error instanceof SeatsTaken) return error.seats
    throw error
  }
}

async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const result = await work(client)
    await client.query('COMMIT')
    client.release()
    return result
  } catch (error) {
    await client.query('ROLLBACK').then(
      () => client.release(),
      () => client.release(true),
    )
    throw error
  }
}

function valuesOf({ id, showing, name, phone, seats, status, bookedAt }: Booking): unknown[] {
  return [id, showing, name, phone, seats, status, new Date(bookedAt)]
}
