import { type NewScan, recordScans } from '../../../db/scans.ts'
import { findTickets } from '../../../db/tickets.ts'
import { foldScans } from '../../domain/admissions.ts'
import { type Result, accept } from '../../domain/result.ts'
import { expiresAt } from '../../domain/showing.ts'
import type { UnverifiedTicket } from '../../domain/ticket-code.ts'
import { verifyTicketCode } from '../../domain/ticket-keys.ts'
import type { UploadInput, Uploaded } from '../../domain/ticket-schemas.ts'
import { byOf } from '../by.ts'
import type { Visit } from '../house.ts'
import { isCurrent, presentAdmittedSeat, scanOf } from './stored.ts'

type Outcome = Uploaded['scans'][number]['outcome']

interface Uploading {
  readonly id: string
  readonly device: string
  readonly at: number
  readonly ticket: UnverifiedTicket | undefined
}

/**
 * Takes in what doors let in while they were offline. Whoever is in is in, so nothing is refused for having been let in before:
 * it is told of instead, with the devices of both. What comes of several uploads does not depend on their order.
 */
export async function uploadScans(house: Visit, { scans }: UploadInput): Promise<Result<Uploaded>> {
  const ring = await house.ticketSigner.ring()
  const uploading = await Promise.all(
    scans.map(async ({ id, device, scannedAt, code }): Promise<Uploading> => {
      return { id, device, at: Date.parse(scannedAt), ticket: await verifyTicketCode(code, ring) }
    }),
  )
  const current = await withStored(house, uploading)
  const at = house.now()
  const recorded = await recordScans(house.db, unique(current), { at, by: byOf(house), once: false })
  if (recorded.length > 0) await house.ringSenders()
  const isStored = new Set(
    recorded.map(({ showingId, seat, device, id }) => nameOf(showingId, seat, device, id)),
  )

  const outcomeOf = ({ id, device, at: scannedAt, ticket }: Uploading): Outcome => {
    if (ticket === undefined) return 'ticket_forged'
    if (expiresAt(ticket.startsAt) <= scannedAt) return 'ticket_expired'
    return isStored.has(nameOf(ticket.showing, ticket.seat, device, id)) ? 'stored' : 'ticket_stale'
  }
  const touched = new Set(current.map(({ showingId, seat }) => nameOf(showingId, seat)))
  const showings = [...new Set(recorded.map(({ showingId }) => showingId))].sort()
  return accept({
    scans: uploading.map((one) => ({ id: one.id, outcome: outcomeOf(one) })),
    admitted: showings.flatMap((showing) => {
      const ofShowing = recorded.filter(
        ({ showingId, seat }) => showingId === showing && touched.has(nameOf(showing, seat)),
      )
      return [...foldScans(ofShowing.map(scanOf)).values()].map((one) =>
        Object.assign({ showing }, presentAdmittedSeat(one)),
      )
    }),
  })
}

/** Those that were good when they were scanned, and are of a ticket as it is. */
async function withStored(house: Visit, uploading: readonly Uploading[]): Promise<NewScan[]> {
  const good = uploading.flatMap(({ ticket, ...scan }) =>
    ticket === undefined || expiresAt(ticket.startsAt) <= scan.at ? [] : { ...scan, ticket },
  )
  const found = await findTickets(
    house.db,
    good.map(({ ticket: { showing, seat } }) => ({ showing, seat })),
  )
  const byName = new Map(found.map((stored) => [nameOf(stored.showingId, stored.seat), stored]))
  const made = good.map(async ({ id, device, at, ticket }): Promise<NewScan | undefined> => {
    const { showing, seat, version } = ticket
    const stored = byName.get(nameOf(showing, seat))
    if (stored === undefined || !(await isCurrent(house, ticket, stored))) return undefined
    const { bookingId } = stored
    return {
      showingId: showing,
      seat,
      device,
      id,
      bookingId,
      scannedAt: at,
      version,
      eventId: house.newId('ev'),
    }
  })
  return (await Promise.all(made)).filter((scan) => scan !== undefined)
}

/** A scan that comes twice in one upload is one, at the earlier of its times. */
function unique(scans: readonly NewScan[]): NewScan[] {
  const byName = new Map<string, NewScan>()
  for (const scan of scans) {
    const name = nameOf(scan.showingId, scan.seat, scan.device, scan.id)
    const known = byName.get(name)
    if (known === undefined || scan.scannedAt < known.scannedAt) byName.set(name, scan)
  }
  return [...byName.values()]
}

function nameOf(...parts: readonly string[]): string {
  return JSON.stringify(parts)
}
