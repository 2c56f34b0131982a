import { showingAt } from '../../../worker/domain/showing.ts'
import { tellOfChange } from './desks-of.ts'
import { db, freshTime } from './box-office.ts'

interface ScreenFacts {
  readonly openSchedule?: boolean
  readonly avoidsSingles?: boolean
  readonly phoneTicketsMax?: number
}

/** Another screen, with an open schedule unless its showings are staff's; answers its id. */
export async function addScreen(
  plan: string,
  { openSchedule = true, avoidsSingles = false, phoneTicketsMax = 100_000 }: ScreenFacts = {},
): Promise<string> {
  const id = `s${crypto.randomUUID().slice(0, 8)}`
  await db.$client.batch(
    [
      {
        sql: `INSERT INTO screens (id, name, open_schedule, sales_close_after_ms, avoids_singles, phone_tickets_max)
          VALUES (?, 'Other', ?, 28800000, ?, ?)`,
        args: [id, openSchedule, avoidsSingles, phoneTicketsMax],
      },
      { sql: `INSERT INTO seat_plans (screen_id, version, source) VALUES (?, 1, ?)`, args: [id, plan] },
    ],
    'write',
  )
  return id
}

export async function soldSeats(showing: string): Promise<string[]> {
  const { rows } = await db.$client.execute({
    sql: 'SELECT seat FROM tickets WHERE showing_id = ?',
    args: [showing],
  })
  return rows.flatMap(({ seat }) => (typeof seat === 'string' ? seat : []))
}

interface Facts {
  readonly prices?: Record<string, number> | null
  readonly salesOpenAt?: number | null
  readonly salesCloseAt?: number | null
  readonly cancelledAt?: number | null
}

const columns = [
  ['prices', 'prices'],
  ['salesOpenAt', 'sales_open_at'],
  ['salesCloseAt', 'sales_close_at'],
  ['cancelledAt', 'cancelled_at'],
] as const

/** A showing as staff have laid it down; answers its id. */
export async function addShowing(screen: string, facts: Facts): Promise<string> {
  const { date, time } = freshTime()
  const { id, startsAt } = showingAt(screen, Date.parse(`${date}T${time}Z`))
  await db.$client.execute({
    sql: 'INSERT INTO showings (id, screen_id, starts_at, ends_at) VALUES (?, ?, ?, ?)',
    args: [id, screen, startsAt, startsAt + 60_000],
  })
  await changeShowing(id, facts)
  return id
}

/** As staff do it, with the epoch; and late enough for every desk to look again. */
export async function changeShowing(showing: string, facts: Facts): Promise<void> {
  for (const [fact, column] of columns) {
    const value = facts[fact]
    if (value === undefined) continue
    const stored = typeof value === 'object' && value !== null ? JSON.stringify(value) : value
    await db.$client.execute({
      sql: `UPDATE showings SET ${column} = ?, epoch = epoch + 1 WHERE id = ?`,
      args: [stored, showing],
    })
  }
  await tellOfChange(showing)
}
