import { randomUUID } from 'node:crypto'
import type { Command } from 'commander'

export interface KeyOptions {
  readonly idempotencyKey?: string
}

export function withKeyOption(command: Command): Command {
  return command.option(
    '--idempotency-key <key>',
    'so that the same again has one effect: 16 characters or more',
  )
}

/** What went wrong with a change, and the key under which it can be tried again. */
export class ChangeError extends Error {
  readonly idempotencyKey: string

  constructor(idempotencyKey: string, cause: unknown) {
    super('a change went wrong', { cause })
    this.idempotencyKey = idempotencyKey
  }
}

/** Makes a change under the key that was given, or one of its own. */
export async function underKey<T>(
  { idempotencyKey = randomUUID() }: KeyOptions,
  change: (key: { idempotencyKey: string }) => Promise<T>,
): Promise<T> {
  try {
    return await change({ idempotencyKey })
  } catch (error) {
    throw new ChangeError(idempotencyKey, error)
  }
}
