import { emptyLog, eraseBuyers } from '../../../db/buyers.ts'
import type { Erased, PersonInput } from '../../domain/history-schemas.ts'
import { emptyLogTriesMax } from '../../domain/limits.ts'
import { type Result, accept } from '../../domain/result.ts'
import type { Visit } from '../house.ts'
import { newEntry } from '../new-entry.ts'
import { bookingsOfPerson } from './bookings-of-person.ts'

/** Forgets one person: the bookings stay, and tell no name and no phone any more. To erase again is to have erased. */
export async function erasePerson(house: Visit, person: PersonInput): Promise<Result<Erased>> {
  let erased = 0
  for await (const ids of bookingsOfPerson(house, person)) {
    if (ids.length === 0) continue
    erased += await eraseBuyers(house.db, ids, newEntry(house))
  }
  // Also where a try whose answer was lost has erased them.
  await emptyLog(house.db, emptyLogTriesMax)
  return accept({ erased })
}
