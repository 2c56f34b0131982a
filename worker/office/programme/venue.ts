import { changeVenue as writeVenue } from '../../../db/programme/venue.ts'
import { findVenue } from '../../../db/venue.ts'
import { minuteMs } from '../../domain/durations.ts'
import type { Venue, VenueChangeInput } from '../../domain/programme-schemas.ts'
import { type Result, accept, refuse } from '../../domain/result.ts'
import type { House, Visit } from '../house.ts'
import { newEntry } from '../new-entry.ts'
import { onceDone } from '../once-done.ts'

export async function seeVenue(house: House): Promise<Result<Venue>> {
  return accept(await readVenue(house))
}

export async function changeVenue(house: Visit, input: VenueChangeInput): Promise<Result<Venue>> {
  const { name, currency, holdMinutes, turnaroundMinutes } = input
  const change = { name, currency, holdMs: inMs(holdMinutes), turnaroundMs: inMs(turnaroundMinutes) }
  const isChanged = await writeVenue(house.db, { ...change, now: house.now() }, newEntry(house))
  house.venues.forget('venue')
  const venue = await onceDone(readVenue(house))
  return isChanged ? accept(venue) : refuse('currency_in_use', { currency: venue.currency })
}

async function readVenue({ db, zone }: House): Promise<Venue> {
  const venue = await findVenue(db)
  if (venue === undefined) throw new Error('the venue has no row')
  const { name, currency, holdMs, turnaroundMs } = venue
  return { name, zone, currency, holdMinutes: holdMs / minuteMs, turnaroundMinutes: turnaroundMs / minuteMs }
}

function inMs(minutes: number | undefined): number | undefined {
  return minutes === undefined ? undefined : minutes * minuteMs
}
