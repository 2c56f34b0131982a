import type { HistoryEntry } from '../../../../domain/history-schemas.ts'
import { type CancelReason, cancelReasons } from '../../../../domain/schemas.ts'
import { Moment } from '../moment.tsx'

export const reasonWords: Readonly<Record<CancelReason, string>> = {
  asked: 'The buyer asked for it',
  mistake: 'Sold by mistake',
  not_collected: 'Not collected',
  showing_off: 'The showing is off',
  other: 'Another reason',
}

const kinds: Readonly<Record<string, string>> = {
  booked: 'Booked',
  moved: 'Moved',
  cancelled: 'Cancelled',
  expired: 'Expired',
  erased: 'Name and phone erased',
  admitted: 'Let in',
  redated: 'Let in, at an earlier time than was known',
}

interface HistoryProps {
  readonly entries: readonly HistoryEntry[]
  readonly zone: string
}

/** What happened to a booking, the oldest first, and who did it. */
export function History({ entries, zone }: HistoryProps) {
  return (
    <section aria-labelledby="history">
      <h2 id="history">What happened</h2>
      <ol class="history">
        {entries.map((entry) => (
          <li>
            <Moment at={entry.at} zone={zone} /> <strong>{kinds[entry.kind] ?? entry.kind}</strong>{' '}
            {detailOf(entry)} <span class="facts">{whoIs(entry.actor)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

function detailOf({ kind, before, after }: HistoryEntry): string {
  if (kind === 'booked') return seatsIn(after)
  if (kind === 'moved') {
    const showing = after?.['showingId']
    const isElsewhere = showing !== before?.['showingId']
    const to = isElsewhere && typeof showing === 'string' ? ` of ${showing}` : ''
    return `from ${seatsIn(before)} to ${seatsIn(after)}${to}`
  }
  if (kind === 'admitted' || kind === 'redated')
    return `${String(after?.['seat'])}, ${String(after?.['device'])}`
  const reason = cancelReasons.find((one) => one === after?.['reason'])
  return reason === undefined ? '' : `(${reasonWords[reason]})`
}

function seatsIn(facts: HistoryEntry['after']): string {
  const seats: unknown = facts?.['seats']
  return Array.isArray(seats) ? seats.join(', ') : ''
}

/** A key by its id; who holds it, the list of the keys tells. */
function whoIs(actor: string): string {
  if (actor === 'buyer') return 'by the buyer'
  if (actor === 'cron') return 'by the house itself'
  return actor === 'unknown' ? '' : `by ${actor.replace(/^staff:/, 'staff, ')}`
}
