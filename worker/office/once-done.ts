import { DatabaseError } from '../../db/database.ts'
import { OutcomeUnknown } from '../../db/writing.ts'

/** What is read to tell of a change after that may have been made: where it cannot be, "busy" would say that nothing was. */
export async function onceDone<T>(telling: Promise<T>): Promise<T> {
  try {
    return await telling
  } catch (error) {
    throw error instanceof DatabaseError && error.unavailable ? new OutcomeUnknown(error.message) : error
  }
}
