import { db } from './box-office.ts'

/** Another screen, with an open schedule unless its showings are staff's; answers its id. */
export async function addScreen(
  plan: string,
  { openSchedule = true, avoidsSingles = false }: { openSchedule?: boolean; avoidsSingles?: boolean } = {},
): Promise<string> {
  const id = `s${crypto.randomUUID().slice(0, 8)}`
  await db.$client.batch(
    [
      {
        sql: `INSERT INTO screens (id, name, open_schedule, sales_close_after_ms, avoids_singles) VALUES (?, 'Other', ?, 28800000, ?)`,
        args: [id, openSchedule, avoidsSingles],
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
  return rows.map(({ seat }) => String(seat))
}
