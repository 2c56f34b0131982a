import type { Database } from '../../db/database.ts'
import { readOccupancies } from '../../db/occupancy.ts'
import type { Showing } from '../domain/showing.ts'
import { planOf } from '../plans.ts'
import { LiveMap } from './live-map.ts'

/** What one who watches is told of a showing that is sold by an open schedule, and exists by its plan alone. */
export async function plannedMap(db: Database, showing: Showing, now: number): Promise<string> {
  const [reading] = await readOccupancies(db, [showing], now)
  const read = reading?.()
  const map = new LiveMap()
  const seats = read === undefined ? [] : planOf(read.plan).seats
  map.start(
    0,
    seats.map(({ label, blocked }) => [label, blocked ? 'blocked' : 'free']),
  )
  return JSON.stringify(map.snapshot())
}
