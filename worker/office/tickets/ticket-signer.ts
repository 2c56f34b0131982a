import { type TicketFacts, ticketBytes, toHex, writeTicketCode } from '../../domain/ticket-code.ts'
import {
  type SigningKey,
  type TicketKeyRing,
  type TicketKeySet,
  openKeyRing,
  ticketJwk,
} from '../../domain/ticket-keys.ts'

/** Signs the codes of tickets, and knows by which keys they may be signed. */
export interface TicketSigner {
  readonly serial: (bookingId: string, seat: string) => Promise<string>
  readonly sign: (facts: TicketFacts) => Promise<string>
  readonly keySet: () => Promise<TicketKeySet>
  readonly ring: () => Promise<TicketKeyRing>
}

interface Opened {
  readonly privateKey: SigningKey
  readonly keyId: string
  readonly keySet: TicketKeySet
  readonly ring: TicketKeyRing
}

/**
 * @param secret the key's private and public half, each 32 bytes as base64url, with a dot between
 * @param retired public halves of keys whose codes are still good
 */
export function ticketSigner(secret: string, retired: readonly string[] = []): TicketSigner {
  let known: Opened | undefined
  // A request may not wait for what another one asked for: so what is kept is the keys, and not that they are being opened.
  const opened = async (): Promise<Opened> => (known ??= await openKeys(secret, retired))
  return {
    serial: ticketSerial,
    sign: async (facts) => {
      const { privateKey, keyId } = await opened()
      const bytes = ticketBytes(keyId, facts)
      return writeTicketCode(bytes, new Uint8Array(await crypto.subtle.sign('Ed25519', privateKey, bytes)))
    },
    keySet: async () => (await opened()).keySet,
    ring: async () => (await opened()).ring,
  }
}

async function openKeys(secret: string, retired: readonly string[]): Promise<Opened> {
  const [d = '', x = ''] = secret.split('.')
  const jwk = { kty: 'OKP', crv: 'Ed25519', d, x }
  const privateKey = await crypto.subtle.importKey('jwk', jwk, 'Ed25519', false, ['sign'])
  const own = await ticketJwk(x)
  const others = retired.filter((other) => other !== x).map(ticketJwk)
  const keySet = { keys: [own, ...(await Promise.all(others))] }
  return { privateKey, keyId: own.kid, keySet, ring: await openKeyRing(keySet) }
}

/** Of a seat of a booking: who has a ticket's code does not have the booking's id, which is its secret. */
export async function ticketSerial(bookingId: string, seat: string): Promise<string> {
  const text = new TextEncoder().encode(`${bookingId} ${seat}`)
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', text))
  return toHex(hash.subarray(0, 8))
}
