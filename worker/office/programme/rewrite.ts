import { findShowingRecord } from '../../../db/programme/listing.ts'
import { rewriteShowing } from '../../../db/programme/showings.ts'
import type { ShowingRecord } from '../../../db/schema/programme.ts'
import { minuteMs } from '../../domain/durations.ts'
import { programmeAttemptsMax, runningMinutesMax } from '../../domain/limits.ts'
import type { ProgrammedShowing } from '../../domain/programme-schemas.ts'
import { type Result, refuse, refusedBusy } from '../../domain/result.ts'
import type { ShowingRef } from '../../domain/schemas.ts'
import { tellOfProgramme } from '../desks.ts'
import { nameShowing } from '../find-showing.ts'
import type { Visit } from '../house.ts'
import { newEntry } from '../new-entry.ts'
import { onceDone } from '../once-done.ts'
import { hasFacts } from './has-facts.ts'
import { presentShowing } from './present-showings.ts'
import { refuseOverlap } from './refuse-overlap.ts'

type Decide = (showing: ShowingRecord) => Promise<Result<ShowingRecord>>

/**
 * Makes of a showing what `decide` makes of its row; decides anew where that has changed meanwhile, which its desk does too when it
 * opens. What is so already is not written.
 */
export async function rewrite(
  house: Visit,
  ref: ShowingRef,
  decide: Decide,
): Promise<Result<ProgrammedShowing>> {
  const named = nameShowing(house, ref)
  if (!named.ok) return named
  const { id } = named.value
  for (let attempt = 0; attempt < programmeAttemptsMax; attempt += 1) {
    const showing = await findShowingRecord(house.db, id)
    if (showing === undefined) return refuse('showing_not_found', { showing: id })
    const decided = await decide(showing)
    if (!decided.ok) return decided
    const next = decided.value
    // One of an open schedule is on no programme until it has a movie.
    if (next.movieId === null) return refuse('showing_not_found', { showing: id })
    if (hasFacts(showing, next)) return presentShowing(house, id)
    const outcome = await rewriteShowing(house.db, {
      showing: next,
      longestMs: runningMinutesMax * minuteMs,
      now: house.now(),
      takesPlace: takesPlace(showing, next),
      needsUnused: next.planVersion !== showing.planVersion,
      entry: newEntry(house),
    })
    switch (outcome.kind) {
      case 'done':
        await tellOfProgramme(house, id)
        return onceDone(presentShowing(house, id))
      case 'overlaps':
        return refuseOverlap(outcome.other)
      case 'in use':
        return refuse('plan_in_use', { showing: id, sold: outcome.sold, held: outcome.held })
      case 'changed meanwhile':
    }
  }
  return refusedBusy
}

/** It takes time of its screen that it did not have. */
function takesPlace(before: ShowingRecord, next: ShowingRecord): boolean {
  return next.cancelledAt === null && (before.cancelledAt !== null || before.endsAt !== next.endsAt)
}
