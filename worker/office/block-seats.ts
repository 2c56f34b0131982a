import type { Result } from '../domain/result.ts'
import type { BlockSeatsInput, SeatsView } from '../domain/schemas.ts'
import { byOf } from './by.ts'
import { askToBlock } from './desks.ts'
import { checkSeats, findShowingToSee } from './find-showing.ts'
import type { Visit } from './house.ts'
import { onceDone } from './once-done.ts'
import { seeSeats } from './see-showing.ts'

/** Takes seats of one showing off sale, all of them or none: not those that are sold or held. */
export function blockSeats(house: Visit, input: BlockSeatsInput): Promise<Result<SeatsView>> {
  return change(house, 'block', input)
}

/** Puts them back on sale. Those that the plan blocks stay blocked. */
export function unblockSeats(house: Visit, input: BlockSeatsInput): Promise<Result<SeatsView>> {
  return change(house, 'unblock', input)
}

async function change(
  house: Visit,
  kind: 'block' | 'unblock',
  { showing: ref, seats }: BlockSeatsInput,
): Promise<Result<SeatsView>> {
  const found = await findShowingToSee(house, ref)
  if (!found.ok) return found
  const checked = await checkSeats(house, found.value, seats)
  if (!checked.ok) return checked
  const changed = await askToBlock(house, found.value, {
    kind,
    eventId: house.newId('ev'),
    at: house.now(),
    by: byOf(house),
    seats,
  })
  return changed.ok ? onceDone(seeSeats(house, { showing: found.value.showing.id })) : changed
}
