import * as z from 'zod'
import { ticketCodeLengthMax } from './limits.ts'
import { instant, wanted } from './schemas.ts'

export const ticketCode = z
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

export type Tickets = z.output<typeof ticketsOutput>
export type TicketView = z.output<typeof ticketOutput>
