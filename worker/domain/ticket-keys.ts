import { type UnverifiedTicket, fromBase64Url, parseTicketCode, toHex } from './ticket-code.ts'

/** A public key as `/.well-known/ticket-keys.json` has it: a JWK of RFC 8037. */
export interface TicketJwk {
  readonly kty: 'OKP'
  readonly crv: 'Ed25519'
  readonly alg: 'EdDSA'
  readonly use: 'sig'
  readonly kid: string
  /** The key's 32 bytes as base64url. */
  readonly x: string
}

export interface TicketKeySet {
  readonly keys: readonly TicketJwk[]
}

/** As each runtime has it. */
export type SigningKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>

/** Keys that codes may be signed with, by their ids. */
export type TicketKeyRing = ReadonlyMap<string, SigningKey>

/** Of 32 bytes as base64url. */
export async function ticketJwk(x: string): Promise<TicketJwk> {
  const bytes = fromBase64Url(x)
  if (bytes?.length !== 32) throw new Error('a public ticket key has 32 bytes, as base64url')
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return { kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', kid: toHex(hash.subarray(0, 4)), x }
}

export async function openKeyRing({ keys }: TicketKeySet): Promise<TicketKeyRing> {
  const opened = keys.map(async ({ kty, crv, kid, x }): Promise<[string, SigningKey]> => [
    kid,
    await crypto.subtle.importKey('jwk', { kty, crv, x }, 'Ed25519', true, ['verify']),
  ])
  return new Map(await Promise.all(opened))
}

/** The ticket that a code is of; undefined where none of these keys signed it. It may have been changed since. */
export async function verifyTicketCode(
  code: string,
  ring: TicketKeyRing,
): Promise<UnverifiedTicket | undefined> {
  const ticket = parseTicketCode(code)
  const key = ticket && ring.get(ticket.keyId)
  if (ticket === undefined || key === undefined) return undefined
  const isSigned = await crypto.subtle.verify('Ed25519', key, ticket.signature, ticket.signed)
  return isSigned ? ticket : undefined
}
