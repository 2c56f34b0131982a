import { findingsToldMax } from '../domain/limits.ts'

/** What may be wrong with the history, and with what it explains. */
type FindingKind =
  // of a sealed entry
  | 'entry altered'
  | 'entry missing'
  | 'entry added'
  | 'seal altered'
  | 'seal missing'
  | 'seal by an unknown key'
  | 'tail cut'
  // of the tables: somebody wrote there without an entry
  | 'booking changed outside'
  | 'booking without its entries'
  | 'booking missing'
  | 'entries contradict each other'
  | 'buyer changed outside'
  | 'ticket changed outside'
  | 'admission changed outside'
  | 'programme changed outside'
  | 'unreadable'

export interface Finding {
  readonly kind: FindingKind
  /** Of the entry. */
  readonly sequence?: number
  /** A booking, by how its id begins, or what of the programme. */
  readonly subject?: string
  readonly detail?: string
}

/** Its time and four characters of its secret: enough to find a booking by, and far from enough to cancel it. */
const bookingIdShown = 'bk_'.length + 7 + 4

export function bookingShown(id: unknown): string {
  return typeof id === 'string' ? id.slice(0, bookingIdShown) : 'no id'
}

/** Keeps the first findings, and counts all. */
export class Findings {
  readonly first: Finding[] = []
  count = 0

  add(...found: readonly Finding[]): void {
    this.count += found.length
    this.first.push(...found.slice(0, Math.max(findingsToldMax - this.first.length, 0)))
  }
}
