import path from 'node:path'
import type { Contender } from '../contender.ts'
import { contender } from '../marquee/marquee.ts'
import { copyGrown } from './grown-database.ts'

export const marqueeGrown = grown('marquee-grown', 2_500_000)
export const marqueeSmall = grown('marquee-small', 2_500)

function grown(name: string, bookings: number): Contender {
  return contender({
    name,
    what: `Marquee on a database that already holds ${bookings.toLocaleString('en')} bookings of 4 tickets`,
    face: 'classic',
    prepare: (directory) => copyGrown(bookings, path.join(directory, 'marquee.db')),
  })
}
