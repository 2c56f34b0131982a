import type { AdmittedSeat } from './admissions.ts'
import { type Refused, refuse } from './result.ts'
import { type ShowingId, expiresAt, parseShowingId } from './showing.ts'
import type { TicketFacts, UnverifiedTicket } from './ticket-code.ts'

/** Where and when a ticket is shown; epoch milliseconds. */
export interface AtDoor {
  readonly showing: ShowingId
  readonly now: number
}

/** What is known of a ticket at the door, beside what its code says. */
export interface KnownTicket extends Pick<TicketFacts, 'serial' | 'version'> {
  readonly isShowingCancelled: boolean
  readonly admitted: AdmittedSeat | undefined
}

/** Why a ticket does not let in here, by its showing alone; undefined where nothing speaks against it. */
export function refusedByShowing(ticketShowing: string, { showing, now }: AtDoor): Refused | undefined {
  const startsAt = parseShowingId(ticketShowing)?.startsAt ?? 0
  const at = { showing: ticketShowing, startsAt: iso(startsAt) }
  if (expiresAt(startsAt) <= now) return refuse('ticket_expired', at)
  return ticketShowing === showing ? undefined : refuse('ticket_elsewhere', at)
}

/** Why a ticket whose signature holds does not let in: the house and a door that is offline judge alike. */
export function refusedAtDoor(
  ticket: Pick<UnverifiedTicket, 'showing' | 'seat' | 'serial' | 'version'>,
  known: KnownTicket | undefined,
  at: AtDoor,
): Refused | undefined {
  const { showing, seat, serial, version } = ticket
  const elsewhere = refusedByShowing(showing, at)
  if (elsewhere !== undefined) return elsewhere
  if (known === undefined || known.serial !== serial || known.version !== version)
    return refuse('ticket_stale', { showing, seat })
  if (known.isShowingCancelled) return refuse('showing_cancelled', { showing })
  return known.admitted && refusedAgain(showing, known.admitted)
}

export function refusedAgain(showing: string, { first }: AdmittedSeat): Refused {
  return refuse('ticket_admitted', { showing, seat: first.seat, at: iso(first.at), device: first.device })
}

function iso(instant: number): string {
  return new Date(instant).toISOString()
}
