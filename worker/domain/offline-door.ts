import { type Scan, foldScans } from './admissions.ts'
import { refusedAtDoor } from './door.ts'
import { type Result, accept, refuse } from './result.ts'
import { type ShowingId, parseShowingId } from './showing.ts'
import { type TicketKeyRing, openKeyRing, verifyTicketCode } from './ticket-keys.ts'
import type { DoorView } from './ticket-schemas.ts'

/** A door that judges by itself: what the house told it last, and what it let in since. */
export interface OfflineDoor {
  readonly showing: ShowingId
  readonly isCancelled: boolean
  readonly ring: TicketKeyRing
  readonly tickets: ReadonlyMap<string, DoorView['tickets'][number]>
  /** That the house knew of. */
  readonly scans: readonly Scan[]
}

export interface LetIn {
  readonly seat: string
  /** Other seats of the same booking that are not in yet, as far as this door knows. */
  readonly out: readonly string[]
}

export async function openOfflineDoor(view: DoorView): Promise<OfflineDoor> {
  const showing = parseShowingId(view.showing)?.id
  if (showing === undefined) throw new Error(`no showing: ${view.showing}`)
  return {
    showing,
    isCancelled: view.isCancelled,
    ring: await openKeyRing(view),
    tickets: new Map(view.tickets.map((ticket) => [ticket.seat, ticket])),
    scans: view.admitted.flatMap(({ seat, first, again }) =>
      [first, ...again].map(({ id, device, at }) => ({ seat, id, device, at: Date.parse(at) })),
    ),
  }
}

/** As the house would judge, by what the door knows: its own scans are those that it has not uploaded yet. */
export async function judgeOffline(
  door: OfflineDoor,
  { code, queued, now }: { code: string; queued: readonly Scan[]; now: number },
): Promise<Result<LetIn>> {
  const ticket = await verifyTicketCode(code, door.ring)
  if (ticket === undefined) return refuse('ticket_forged', { ticket: code })
  const admitted = foldScans([...door.scans, ...queued])
  const stored = door.tickets.get(ticket.seat)
  const known = stored && {
    ...stored,
    isShowingCancelled: door.isCancelled,
    admitted: admitted.get(ticket.seat),
  }
  const refused = refusedAtDoor(ticket, known, { showing: door.showing, now })
  if (refused !== undefined) return refused
  const out = [...door.tickets.values()].filter(
    ({ seat, party }) => party === stored?.party && seat !== ticket.seat && !admitted.has(seat),
  )
  return accept({ seat: ticket.seat, out: out.map(({ seat }) => seat) })
}
