import { seatLabelLengthMax, ticketCodeLengthMax } from './limits.ts'
import { minuteMs } from './durations.ts'
import { type ShowingId, parseShowingId, showingAt } from './showing.ts'

/*
 * What a ticket's QR code holds. Byte by byte: format, key id (4), serial (8), version (4), start in minutes (4), the screen
 * and the seat, each behind its length, and the Ed25519 signature of all that comes before it (64). As base64url, behind a
 * prefix. There is one way to write a ticket, and whatever is written otherwise is no code.
 */

const prefix = 'MQ.'
const format = 1
const headLength = 1 + 4 + 8 + 4 + 4
const signatureLength = 64

/** Of what somebody types or scans at a door: no seat has a name so long. */
export function isMeantAsCode(shown: string): boolean {
  return shown.startsWith(prefix) || shown.length > seatLabelLengthMax
}

/** What a code says of a ticket. */
export interface TicketFacts {
  readonly showing: ShowingId
  readonly seat: string
  /** Names the ticket, and tells nothing of its booking's id: 8 bytes as hexadecimal digits. */
  readonly serial: string
  /** Of its booking when the code was made; a booking that changed has other codes. */
  readonly version: number
}

/** A code taken apart, before anybody asked whether its signature holds. */
export interface UnverifiedTicket extends TicketFacts {
  readonly startsAt: number
  /** 4 bytes as hexadecimal digits. */
  readonly keyId: string
  readonly signed: Uint8Array<ArrayBuffer>
  readonly signature: Uint8Array<ArrayBuffer>
}

/** The bytes that are signed. */
export function ticketBytes(keyId: string, facts: TicketFacts): Uint8Array<ArrayBuffer> {
  const showing = parseShowingId(facts.showing)
  if (showing === undefined) throw new Error(`no showing: ${facts.showing}`)
  const text = new TextEncoder()
  const screen = text.encode(showing.screen)
  const seat = text.encode(facts.seat)
  const bytes = new Uint8Array(headLength + 1 + screen.length + 1 + seat.length)
  const view = new DataView(bytes.buffer)
  bytes[0] = format
  bytes.set(fromHex(keyId), 1)
  bytes.set(fromHex(facts.serial), 5)
  view.setUint32(13, facts.version)
  view.setUint32(17, showing.startsAt / minuteMs)
  bytes.set([screen.length, ...screen, seat.length, ...seat], headLength)
  return bytes
}

export function writeTicketCode(signed: Uint8Array, signature: Uint8Array): string {
  return prefix + toBase64Url(new Uint8Array([...signed, ...signature]))
}

/** Undefined where it is no code. */
export function parseTicketCode(code: string): UnverifiedTicket | undefined {
  if (code.length > ticketCodeLengthMax || !code.startsWith(prefix)) return undefined
  const bytes = fromBase64Url(code.slice(prefix.length))
  if (bytes === undefined || bytes.length < headLength + 2 + signatureLength) return undefined
  const signed = bytes.slice(0, -signatureLength)
  const view = new DataView(signed.buffer)
  const [screen, afterScreen] = readText(signed, headLength)
  const [seat, afterSeat] = readText(signed, afterScreen)
  if (signed[0] !== format || screen === undefined || !seat || afterSeat !== signed.length) return undefined
  const startsAt = view.getUint32(17) * minuteMs
  const showing = parseShowingId(showingAt(screen, startsAt).id)
  if (showing === undefined) return undefined
  return {
    showing: showing.id,
    startsAt,
    seat,
    serial: toHex(signed.subarray(5, 13)),
    version: view.getUint32(13),
    keyId: toHex(signed.subarray(1, 5)),
    signed,
    signature: bytes.slice(-signatureLength),
  }
}

/** The text behind its length, and where it ends. */
function readText(bytes: Uint8Array, at: number): [text: string | undefined, end: number] {
  const end = at + 1 + (bytes[at] ?? bytes.length)
  if (end > bytes.length) return [undefined, end]
  try {
    return [
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(at + 1, end)),
      end,
    ]
  } catch {
    return [undefined, end]
  }
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function fromHex(digits: string): Uint8Array {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

/** By `btoa`, as `toBase64` is missing on phones that are some years old. */
function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

/** Undefined where it is written otherwise than `toBase64Url` writes: the last character may have bits that say nothing. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return undefined
  const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
    letter.charCodeAt(0),
  )
  return toBase64Url(bytes) === text ? bytes : undefined
}
