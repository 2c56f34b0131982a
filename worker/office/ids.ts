import { customAlphabet } from 'nanoid'

/** Makes the id of a booking, an event, a hold or a scan, by its prefix. */
export type NewId = (prefix: 'bk' | 'ev' | 'hd' | 'sc') => string

/** Without look-alikes. */
const letters = '0123456789abcdefghjkmnpqrstvwxyz'
const ticksPerSecond = 32
const timeLength = 7

const secret = customAlphabet(letters, 26)

/**
 * Ids begin with their time, in 32nds of a second: what is written together then lies together in the database, and a
 * group of bookings changes a tenth of the pages that it would change otherwise. After it come 130 random bits, as a
 * booking's id is its secret.
 */
export function idsBy(now: () => number): NewId {
  return (prefix) => `${prefix}_${timeText(now())}${secret()}`
}

function timeText(ms: number): string {
  let ticks = Math.floor((ms / 1_000) * ticksPerSecond)
  let text = ''
  for (let length = 0; length < timeLength; length += 1) {
    text = letters.charAt(ticks % letters.length) + text
    ticks = Math.floor(ticks / letters.length)
  }
  return text
}
