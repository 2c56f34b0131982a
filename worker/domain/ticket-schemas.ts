import * as z from 'zod'
import { deviceLengthMax, scansPerUploadMax, ticketCodeLengthMax } from './limits.ts'
import { idempotencyKey, instant, line, seatLabel, wanted } from './fields.ts'
import { showingRef } from './schemas.ts'

const ticketCode = z
  .string(wanted("a ticket's code, as text"))
  .trim()
  .min(1, 'must not be empty')
  .max(ticketCodeLengthMax, `may have at most ${ticketCodeLengthMax} characters`)

export const ticketInput = z.strictObject({ code: ticketCode })

const admittedAt = instant.nullable()

/** The tickets of a booking; none of one that is cancelled. */
export const ticketsOutput = z.object({
  booking: z.string(),
  tickets: z.array(z.object({ seat: z.string(), code: z.string(), admittedAt })),
})

/** One ticket, as who was given its code may see it. */
export const ticketOutput = z.object({
  showing: z.object({
    id: z.string(),
    screen: z.string(),
    date: z.string(),
    time: z.string(),
    startsAt: instant,
  }),
  seat: z.string(),
  status: z.enum(['valid', 'admitted', 'expired']),
  admittedAt,
})

/** The public keys by which a code is verified, as a JWK set. */
export const ticketKeysOutput = z.object({
  keys: z.array(
    z.object({
      kty: z.literal('OKP'),
      crv: z.literal('Ed25519'),
      alg: z.literal('EdDSA'),
      use: z.literal('sig'),
      kid: z.string(),
      x: z.string(),
    }),
  ),
})

const device = line('the name of the device at the door, as text', deviceLengthMax)

const atDoor = { device, idempotencyKey: idempotencyKey.optional() }

/** A code that was scanned, and the showing that the door is for; or a ticket that was found by its seat. */
export const admitInput = z.union([
  z.strictObject({ code: ticketCode, showing: showingRef, ...atDoor }),
  z.strictObject({ seat: seatLabel, showing: showingRef, ...atDoor }),
])

export const admittedOutput = z.object({
  showing: z.string(),
  seat: z.string(),
  admittedAt: instant,
  device: z.string(),
  /** Other seats of the same booking that are not in yet. */
  out: z.array(z.string()),
})

/** What a door let in while it was offline. The order does not matter, nor does how often a scan is sent. */
export const uploadInput = z.strictObject({
  scans: z
    .array(
      z.strictObject({
        /** Names the scan; the idempotency key where it was asked at once as well. */
        id: idempotencyKey,
        code: ticketCode,
        device,
        /** By the device's clock. */
        scannedAt: instant,
      }),
    )
    .min(1, 'must have at least one scan')
    .max(scansPerUploadMax, `may have at most ${scansPerUploadMax} scans; send the others after them`),
  idempotencyKey: idempotencyKey.optional(),
})

const scan = z.object({ id: z.string(), device: z.string(), at: instant })

/** Who let a seat in, and who did so once more. */
const admittedSeat = z.object({ seat: z.string(), first: scan, again: z.array(scan) })

export const uploadedOutput = z.object({
  /** In the order of the upload. */
  scans: z.array(
    z.object({
      id: z.string(),
      outcome: z.enum(['stored', 'ticket_forged', 'ticket_stale', 'ticket_expired']),
    }),
  ),
  /** The seats that were stored, as all doors together have them now. */
  admitted: z.array(z.object({ showing: z.string(), ...admittedSeat.shape })),
})

/** All that a door needs to judge by itself. */
export const doorOutput = z.object({
  showing: z.string(),
  startsAt: instant,
  expiresAt: instant,
  isCancelled: z.boolean(),
  /** When the house said so. */
  asOf: instant,
  keys: ticketKeysOutput.shape.keys,
  /** Those with one party number are of one booking. */
  tickets: z.array(z.object({ seat: z.string(), serial: z.string(), version: z.int(), party: z.int() })),
  admitted: z.array(admittedSeat),
})

export type AdmitInput = z.output<typeof admitInput>
export type Admitted = z.output<typeof admittedOutput>
export type UploadInput = z.output<typeof uploadInput>
export type Uploaded = z.output<typeof uploadedOutput>
export type DoorView = z.output<typeof doorOutput>
export type Tickets = z.output<typeof ticketsOutput>
export type TicketView = z.output<typeof ticketOutput>
