import type { Entry } from '../../db/history/entry.ts'
import { byOf } from './by.ts'
import type { Visit } from './house.ts'

/** The entry of a change that is about to be made, of the programme or of a key. */
export function newEntry(house: Visit): Entry {
  return { event: house.newId('ev'), at: house.now(), by: byOf(house) }
}
