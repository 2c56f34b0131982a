import type { FailureOf } from './failures.ts'
import type { LetIn } from './offline-door.ts'
import type { Result } from './result.ts'

/** What somebody at the door reads at a glance, and says. */
export interface Verdict {
  readonly kind: 'in' | 'again' | 'no'
  readonly title: string
  readonly text: string
}

/** Beside the words, so that nobody has to tell the colours apart. */
export const verdictMarks: Readonly<Record<Verdict['kind'], string>> = { in: '✓', again: '↺', no: '✕' }

/** The house and a door that is offline say the same. Times are the venue's. */
export function verdictOf(answer: Result<LetIn>, zone: string): Verdict {
  if (answer.ok) {
    const { seat, out } = answer.value
    return { kind: 'in', title: `Welcome, ${seat}`, text: sayOut(out) }
  }
  const { failure } = answer
  switch (failure.code) {
    case 'ticket_admitted':
      return { kind: 'again', title: 'Already in', text: sayAdmitted(failure, zone) }
    case 'ticket_elsewhere':
      return {
        kind: 'no',
        title: 'Other showing',
        text: `This ticket's showing starts ${writeMoment(failure.details.startsAt, zone)}.`,
      }
    case 'ticket_expired':
      return {
        kind: 'no',
        title: 'Expired',
        text: `This ticket's showing started ${writeMoment(failure.details.startsAt, zone)}.`,
      }
    case 'ticket_stale':
      return {
        kind: 'no',
        title: 'No longer valid',
        text: `The booking of ${failure.details.seat} was moved or cancelled. Its page has the tickets that are valid.`,
      }
    case 'ticket_forged':
      return { kind: 'no', title: 'Forged', text: 'This is no ticket of this house.' }
    case 'ticket_not_found':
      return { kind: 'no', title: 'Not sold', text: `Nobody has booked ${failure.details.seat} here.` }
    case 'showing_cancelled':
      return { kind: 'no', title: 'Cancelled', text: 'This showing is cancelled.' }
    default:
      return { kind: 'no', title: 'Try again', text: failure.message }
  }
}

/** `19:42`, in the venue's time. */
export function writeTime(instant: string, zone: string): string {
  return formatOf(zone, {}).format(new Date(instant))
}

function sayOut(out: readonly string[]): string {
  const [one, ...others] = out
  if (one === undefined) return 'Everybody of this booking is in.'
  const last = others.pop()
  if (last === undefined) return `${one} of the same booking is still out.`
  return `${[one, ...others].join(', ')} and ${last} of the same booking are still out.`
}

function sayAdmitted({ details }: FailureOf<'ticket_admitted'>, zone: string): string {
  return `${details.seat} came in at ${writeTime(details.at, zone)}, by ${details.device}.`
}

function writeMoment(instant: string, zone: string): string {
  return formatOf(zone, { weekday: 'long', day: 'numeric', month: 'long' }).format(new Date(instant))
}

function formatOf(zone: string, day: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', { ...day, hour: '2-digit', minute: '2-digit', timeZone: zone })
}
