import { generateKeyPairSync } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'

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

/** Of a house: made on its first start. */
export async function ticketKeysIn(directory: string): Promise<TicketKeys> {
  const file = fileIn(directory)
  if (!existsSync(file)) await keep(file, [makeTicketKey()])
  return readKeys(file)
}

/** Another key signs from the next start on, and what the last one signed stays good. */
export async function rotateTicketKey(directory: string): Promise<TicketKeys> {
  const { ticketKey, ticketKeysRetired } = await ticketKeysIn(directory)
  const [, publicHalf = ''] = ticketKey.split('.')
  await keep(fileIn(directory), [makeTicketKey(), publicHalf, ...ticketKeysRetired])
  return readKeys(fileIn(directory))
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

/** The key that signs on the first line, those that are retired on the others. */
async function readKeys(file: string): Promise<TicketKeys> {
  const [ticketKey = '', ...ticketKeysRetired] = (await readFile(file, 'utf8')).trim().split(/\s+/)
  return { ticketKey, ticketKeysRetired }
}

/** Whole or not at all: without its public half, every code that a key signed would be refused. */
async function keep(file: string, lines: readonly string[]): Promise<void> {
  await writeFile(`${file}.new`, `${lines.join('\n')}\n`, { mode: 0o600 })
  await rename(`${file}.new`, file)
}
