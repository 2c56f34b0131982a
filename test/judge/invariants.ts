import type { Violation } from './history.ts'

/** What must hold in every run, in the words in which a violation is told. Each has its mutants. */
export const invariants = {
  soldOnce: 'a seat is sold once',
  whole: 'a booking has all its tickets or none',
  agreement: 'tables are as the history tells',
  final: 'what is over does not change',
  acknowledged: 'what is acknowledged is committed, as acknowledged',
  refused: 'what is refused has no effect',
  linearizable: 'successes are linearizable: an effect lies within its request',
  oneKey: 'one key has one effect and one answer',
  trueRefusal: 'a refusal was true within the last second before its answer',
  documented: 'every answer is documented, and comes in time',
  learnt: 'every caller with a key learns what happened',
  sellable: 'seats that are free can be sold, and sold ones cannot',
  heldOnce: 'a seat is held once',
  heldOrSold: 'a seat is held or sold: the booking made from a hold ends it',
  ranOut: 'a hold that has run out becomes no ticket',
  kept: 'a hold is kept until it is booked or released or runs out, and can be booked',
  heldAsTold: 'a hold is stored as it was told, and each was asked for',
  phoneBound: 'a phone has no more tickets of a showing than its screen says',
  offSale: 'what is off sale is neither sold nor held',
  blockedAsTold: 'seats are taken off sale and put back as staff asked and were told',
  watched: 'who watches is told what is true, in consecutive versions, and in the end all of it',
  expiry: 'expiry marks all that is due, and nothing else',
  letInOnce: 'somebody is let in on a ticket once, as was asked and told',
  inStays: 'who is in has the ticket, and the booking neither moves nor is cancelled from then on',
  entered: 'nothing changes without its entry, and nothing is entered without its change',
} as const

export type Invariant = keyof typeof invariants

export function violated(invariant: Invariant, detail: string): Violation {
  return { invariant: invariants[invariant], detail }
}
