import type { Mutant } from './mutant.ts'

/** Faults of the history: of what is entered, and of its seals. */
export const historyMutants: readonly Mutant[] = [
  {
    name: 'a move enters as before it what comes after',
    violates: ['entered'],
    file: 'db/desk-commit.ts',
    find: "eventOf('moved', bookingJson())",
    replace: "eventOf('moved', bookingJson({ version: 'bookings.version + 1' }))",
  },
  {
    name: 'a cancellation enters a booking that still stands',
    violates: ['entered'],
    file: 'db/cancellation.ts',
    find: "bookingJson({ status: `'cancelled'`, version: 'bookings.version + 1' })",
    replace: "bookingJson({ version: 'bookings.version + 1' })",
  },
  {
    name: 'an expiry counts its change twice',
    violates: ['entered'],
    file: 'db/expiry.ts',
    find: "SET status = 'expired', version = version + 1",
    replace: "SET status = 'expired', version = version + 2",
  },
  {
    name: 'a seal does not follow the one before it',
    violates: ['entered'],
    file: 'worker/cron/seal-history.ts',
    find: "let previous = head?.mac ?? ''",
    replace: "let previous = ''",
  },
]
