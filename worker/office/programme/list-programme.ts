import * as z from 'zod'
import { listProgramme as readProgramme } from '../../../db/programme/listing.ts'
import type { Programme, ShowingsInput } from '../../domain/programme-schemas.ts'
import { type Result, accept } from '../../domain/result.ts'
import { dayOf, localOf } from '../../domain/venue-time.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { House } from '../house.ts'
import { presentShowings } from './present-showings.ts'

const position = z.tuple([z.int(), z.string()]).transform(([startsAt, id]) => ({ startsAt, id }))

/** Showings with a movie, by start, in pages; from today, unless another day is given. */
export async function listProgramme(house: House, input: ShowingsInput): Promise<Result<Programme>> {
  const read = readCursor(input.cursor, position)
  if (!read.ok) return read
  const { screen, movie, to, limit } = input
  const { zone } = house
  const first = input.from ?? localOf(house.now(), zone).date
  const found = await readProgramme(house.db, {
    screen,
    movie,
    from: dayOf(first, zone).from,
    before: to === undefined ? undefined : dayOf(to, zone).before,
    after: read.value,
    limit: limit + 1,
  })
  const page = found.slice(0, limit)
  const last = page.at(-1)?.showing
  return accept({
    showings: await presentShowings(house, page),
    ...(found.length > limit && last !== undefined ? { next: writeCursor([last.startsAt, last.id]) } : {}),
  })
}
