import type { Mutant } from './mutant.ts'

const admit = 'worker/office/tickets/admit.ts'
const scans = 'db/scans.ts'

/** Faults of who is let in, and of what becomes of the booking then. */
export const admissionMutants: readonly Mutant[] = [
  {
    name: 'an admission does not look whether it is the first',
    violates: ['letInOnce'],
    file: scans,
    find: 'const where = once ? `${isSame} AND ${isFirst}` : isSame',
    replace: 'const where = isSame',
  },
  {
    name: 'who comes second is told that he was let in',
    violates: ['letInOnce'],
    file: admit,
    find: '  if (own.first.device !== device || own.first.id !== id) return refusedAgain(showing, own)\n',
    replace: '',
  },
  {
    name: 'a door that asks again is told that somebody is in',
    violates: ['letInOnce'],
    file: admit,
    find: 'const told = known && [',
    replace: 'const told = undefined && [',
  },
  {
    name: 'whoever is let in, his booking moves and is cancelled',
    violates: ['inStays'],
    file: scans,
    find: 'NOT EXISTS (SELECT 1 FROM scans WHERE scans.booking_id = bookings.id)',
    replace: 'true',
  },
  {
    name: 'a cancellation does not look who is in',
    violates: ['inStays'],
    file: 'db/cancellation.ts',
    find: 'AND starts_at > :startsAfter AND ${nobodyIsIn}',
    replace: 'AND starts_at > :startsAfter',
  },
  {
    name: 'a move does not look who is in',
    violates: ['inStays'],
    file: 'db/desk-commit.ts',
    find: 'AND ${nobodyIsIn} AND ${ownEpoch}',
    replace: 'AND ${ownEpoch}',
  },
  {
    name: 'an admission leaves no entry',
    violates: ['entered', 'letInOnce'],
    file: scans,
    find: 'FROM ${from} ${known} WHERE ${where} AND ${isNews}',
    replace: 'FROM ${from} ${known} WHERE false AND ${where} AND ${isNews}',
  },
  {
    name: 'an admission enters what it does not add',
    violates: ['entered'],
    file: scans,
    find: 'FROM ${from} WHERE ${where}\n        ON CONFLICT',
    replace: "FROM ${from} WHERE ${where} AND tickets.seat <> '1'\n        ON CONFLICT",
  },
]
