import type { By } from '../../db/history/entry.ts'
import type { Visit } from './house.ts'

/** Who changes something, as the history keeps it: what a key is called, and never who holds it. */
export function byOf({ caller: { keyId, role, requestId } }: Visit): By {
  // A house for this machine alone may ask no key of staff.
  const withoutKey = role === undefined ? 'buyer' : 'staff'
  return { actor: keyId === undefined ? withoutKey : `staff:${keyId}`, requestId }
}
