import { readFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { seatPlanInput } from '../../worker/domain/seat-plan-input.ts'
import { readSeatPlan } from '../../worker/domain/read-seat-plan.ts'

const migrations = path.resolve(import.meta.dirname, '../../db/migrations')

/** The plan that an old house's list of seats is after its migration. */
function migrated(seats: readonly string[]): string {
  const database = new Database(':memory:')
  const run = (name: string): unknown =>
    database.exec(readFileSync(path.join(migrations, `${name}.sql`), 'utf8'))
  run('0000_the-first-house')
  run('0001_the-conservation-check')
  database
    .prepare(
      `INSERT INTO screens (id, name, seats, open_schedule, sales_close_after_ms) VALUES ('old', 'Old', ?, 1, 0)`,
    )
    .run(JSON.stringify(seats))
  run('0002_the-cinema')
  const source: unknown = database
    .prepare(`SELECT source FROM seat_plans WHERE screen_id = 'old'`)
    .pluck()
    .get()
  database.close()
  if (typeof source !== 'string') throw new Error('no plan was made')
  return source
}

describe("an old house's screen", () => {
  it.each([
    ['in more characters than a plan may be given in', Array.from({ length: 9_000 }, (_, at) => `Seat${at}`)],
    ['with white space in its labels', ['Stalls 1', 'Stalls 2', 'Loge\tA']],
    ['with labels longer than they may be given', ['the-left-armchair-by-the-window', 'B']],
  ])('opens %s, and no new screen has such a plan', (_, seats) => {
    const source = migrated(seats)
    const reading = readSeatPlan(source)
    expect(reading.ok ? reading.plan.seats.map(({ label }) => label) : reading.problem).toEqual(seats)
    expect(seatPlanInput.safeParse(source).success).toBe(false)
    expect(seatPlanInput.safeParse(JSON.parse(source)).success).toBe(false)
  })
})
