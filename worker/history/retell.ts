import type { RawBooking, RawEntry, RawScan } from '../../db/history/pages.ts'
import { compareScans, scanTold } from './admissions.ts'
import { type Finding, bookingShown } from './finding.ts'
import { listIn, parsed, recordIn } from './stored-json.ts'

/** A booking as its entries tell of it; what an entry of an older version left out is not known. */
interface Told {
  showing: string
  seats: string
  status: string
  version: number
  startsAt: unknown
  prices: unknown
  bookedAt: unknown
  hasBuyer: boolean
  /** Where there are any, somebody is in on one of its tickets: from then on it neither moves nor is cancelled. */
  readonly scans: Map<string, unknown>
  /** All of its entries know what they changed. */
  isWhole: boolean
}

interface EntryFacts {
  readonly showingId?: unknown
  readonly startsAt?: unknown
  readonly seats?: unknown
  readonly prices?: unknown
  readonly status?: unknown
  readonly version?: unknown
  readonly bookedAt?: unknown
}

const statusAfter: Readonly<Record<string, string>> = {
  booked: 'booked',
  moved: 'booked',
  cancelled: 'cancelled',
  expired: 'expired',
}

/** What is stored of a booking. */
export interface Stored {
  readonly entries: readonly RawEntry[]
  readonly booking: RawBooking | undefined
  readonly scans: readonly RawScan[]
}

/** Recomputes a booking from its entries and compares it with its row: what nobody entered somebody wrote from outside. */
export function retell(id: string, { entries, booking, scans }: Stored): readonly Finding[] {
  const subject = bookingShown(id)
  const found: Finding[] = []
  let told: Told | undefined
  let last: string | undefined
  for (const entry of entries) {
    const contradiction = contradictionIn(entry, told, last)
    if (contradiction !== undefined) {
      found.push({
        kind: 'entries contradict each other',
        sequence: entry.sequence,
        subject,
        detail: contradiction,
      })
    }
    told = follow(told, entry)
    if (isOfBooking(entry)) last = typeof entry.after === 'string' ? entry.after : undefined
  }
  found.push(...compareScans(id, told?.scans ?? new Map(), scans))
  if (told === undefined) {
    return booking === undefined ? found : [...found, { kind: 'booking without its entries', subject }]
  }
  if (booking === undefined) return [...found, { kind: 'booking missing', subject }]
  const changed = differences(told, booking)
  if (changed.length > 0) {
    found.push({
      kind: 'booking changed outside',
      subject,
      detail: `${changed.join(', ')}: not as entered last`,
    })
  }
  const buyer = differenceOfBuyer(told, booking)
  return buyer === undefined ? found : [...found, { kind: 'buyer changed outside', subject, detail: buyer }]
}

/** It changes the booking itself. */
function isOfBooking({ kind }: RawEntry): boolean {
  return kind !== 'erased' && kind !== 'admitted' && kind !== 'redated'
}

function follow(told: Told | undefined, entry: RawEntry): Told {
  const { kind, showing, seats, after, actor } = entry
  if (kind === 'erased' && told !== undefined) return { ...told, hasBuyer: false }
  if ((kind === 'admitted' || kind === 'redated') && told !== undefined) {
    told.scans.set(...scanTold(entry))
    return told
  }
  const facts = factsIn(after)
  return {
    showing: String(showing),
    seats: String(seats),
    status: statusAfter[String(kind)] ?? String(kind),
    version: (told?.version ?? 0) + 1,
    startsAt: facts?.startsAt,
    prices: facts?.prices,
    bookedAt: facts?.bookedAt,
    hasBuyer: told?.hasBuyer ?? true,
    scans: told?.scans ?? new Map(),
    isWhole: (told?.isWhole ?? true) && actor !== 'unknown',
  }
}

/** Why an entry cannot follow those before it, or does not agree with itself. */
function contradictionIn(
  entry: RawEntry,
  told: Told | undefined,
  last: string | undefined,
): string | undefined {
  const { kind, before, after, seats, showing } = entry
  if (kind === 'erased') return told?.hasBuyer === true ? undefined : 'it erases a buyer who was not there'
  if (kind === 'admitted') return admittedOn(entry, told)
  if (kind === 'redated') return redatedOn(entry, told)
  if (statusAfter[String(kind)] === undefined) return 'no kind of entry that a booking has'
  if ((kind === 'booked') !== (told === undefined)) return `${String(kind)} is not what could happen to it`
  if (told !== undefined && told.status !== 'booked') return `it was ${told.status} before`
  if (told !== undefined && told.scans.size > 0 && kind !== 'expired')
    return 'somebody was in on one of its tickets before'
  // A version that did not know entered neither.
  if (after === null) return entry.actor === 'unknown' ? undefined : 'it does not tell what is after it'
  if (kind === 'booked' ? before !== null : last !== undefined && !isSameJson(before, last))
    return 'what was before it is not what the entry before left'
  const facts = factsIn(after)
  const isAsTold =
    facts !== undefined &&
    facts.showingId === showing &&
    isSameJson(JSON.stringify(facts.seats), seats) &&
    facts.status === statusAfter[String(kind)] &&
    facts.version === (told?.version ?? 0) + 1
  return isAsTold ? undefined : 'what is after it is not what it tells'
}

/** Somebody was let in on a seat that the booking had then; a door may tell of it when the booking has expired. */
function admittedOn(entry: RawEntry, told: Told | undefined): string | undefined {
  const { showing, seats } = entry
  if (told === undefined) return 'somebody was let in before it was booked'
  if (told.status === 'cancelled') return 'somebody was let in after it was cancelled'
  if (told.scans.has(scanTold(entry)[0])) return 'it tells once more of a scan'
  const [seat] = listIn(seats)
  return told.showing === showing && seat !== undefined && listIn(told.seats).includes(seat)
    ? undefined
    : 'somebody was let in on a seat that it did not have'
}

/** A door brought an earlier time of a scan that was known. */
function redatedOn(entry: RawEntry, told: Told | undefined): string | undefined {
  const [name, scannedAt] = scanTold(entry)
  const known = told?.scans.get(name)
  if (known === undefined) return 'it tells of a scan that was not known'
  if (recordIn(entry.before)['scannedAt'] !== known) return 'the time before it is not what was entered'
  return Number(scannedAt) < Number(known) ? undefined : 'the time that it tells is not earlier'
}

function differences(told: Told, booking: RawBooking): string[] {
  const pairs: [what: string, told: unknown, stored: unknown][] = [
    ['showing', told.showing, booking.showing],
    ['seats', told.seats, booking.seats],
    ['status', told.status, booking.status],
    ['version', told.version, booking.version],
    ['start', told.startsAt, booking.startsAt],
    ['time of booking', told.bookedAt, booking.bookedAt],
    ['prices', told.prices, typeof booking.prices === 'string' ? parsed(booking.prices) : booking.prices],
  ]
  return pairs.flatMap(([what, one, other]) =>
    one === undefined || JSON.stringify(one) === JSON.stringify(other) ? [] : what,
  )
}

function differenceOfBuyer(told: Told, { buyerStartsAt, startsAt }: RawBooking): string | undefined {
  if (!told.hasBuyer) return buyerStartsAt === null ? undefined : 'erased, and there again'
  if (buyerStartsAt === null) return told.isWhole ? 'gone without having been erased' : undefined
  return buyerStartsAt === startsAt ? undefined : 'another start than the booking'
}

function factsIn(json: unknown): EntryFacts | undefined {
  const read = parsed(json)
  return typeof read === 'object' && read !== null ? read : undefined
}

function isSameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'string' || typeof other !== 'string') return false
  return JSON.stringify(parsed(one)) === JSON.stringify(parsed(other))
}
