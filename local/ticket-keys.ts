import { generateKeyPairSync } from 'node:crypto'
import path from 'node:path'
import { keepSecret, secretIn } from './secret-file.ts'

export interface TicketKeys {
  /** The private and the public half, each 32 bytes as base64url, with a dot between. */
  readonly ticketKey: string
  /** Public halves of those that signed before. */
  readonly ticketKeysRetired: readonly string[]
}

export function makeTicketKey(): string {
  const { d, x } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  return `${d}.${x}`
}

/** Both halves and the dot. */
const ticketKeyLength = 87

/**
 * Of a house: made on its first start. The key that signs is on the first line, those that are retired on the others:
 * without its public half, every code that a key signed would be refused.
 */
export async function ticketKeysIn(directory: string): Promise<TicketKeys> {
  const lines = await secretIn(fileIn(directory), {
    make: () => `${makeTicketKey()}\n`,
    lengthMin: ticketKeyLength,
  })
  const [ticketKey = '', ...ticketKeysRetired] = lines.trim().split(/\s+/)
  return { ticketKey, ticketKeysRetired }
}

/** Another key signs from the next start on, and what the last one signed stays good. */
export async function rotateTicketKey(directory: string): Promise<TicketKeys> {
  const { ticketKey, ticketKeysRetired } = await ticketKeysIn(directory)
  const [, publicHalf = ''] = ticketKey.split('.')
  const lines = [makeTicketKey(), publicHalf, ...ticketKeysRetired]
  await keepSecret(fileIn(directory), `${lines.join('\n')}\n`)
  return ticketKeysIn(directory)
}

/** For the Worker; what the environment says goes before what lies there. */
export function ticketSettings(
  { ticketKey, ticketKeysRetired }: TicketKeys,
  { TICKET_KEY, TICKET_KEYS_RETIRED }: NodeJS.ProcessEnv,
): { readonly TICKET_KEY: string; readonly TICKET_KEYS_RETIRED: string } {
  return TICKET_KEY === undefined
    ? { TICKET_KEY: ticketKey, TICKET_KEYS_RETIRED: ticketKeysRetired.join(',') }
    : { TICKET_KEY, TICKET_KEYS_RETIRED: TICKET_KEYS_RETIRED ?? '' }
}

function fileIn(directory: string): string {
  return path.join(directory, 'ticket.key')
}
