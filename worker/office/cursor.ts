import type * as z from 'zod'
import { type Result, accept, refuse } from '../domain/result.ts'

/** Where a page ended, as text that nobody need understand. */
export function writeCursor(position: readonly (string | number)[]): string {
  return new TextEncoder()
    .encode(JSON.stringify(position))
    .toBase64({ alphabet: 'base64url', omitPadding: true })
}

/** Where the last page ended; undefined where this is the first. */
export function readCursor<S extends z.ZodType>(
  cursor: string | undefined,
  position: S,
): Result<z.output<S> | undefined> {
  if (cursor === undefined) return accept(undefined)
  const read = position.safeParse(decoded(cursor))
  if (read.success) return accept(read.data)
  const problem = 'is not one that a page gave as "next"; start again without it'
  return refuse('invalid_request', { issues: [{ field: 'cursor', problem }] })
}

function decoded(cursor: string): unknown {
  try {
    const bytes = Uint8Array.fromBase64(cursor, { alphabet: 'base64url' })
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}
