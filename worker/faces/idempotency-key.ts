import type { Context } from 'hono'

/** The `Idempotency-Key` header, bare or as the quoted string of the IETF draft. */
export function idempotencyKeyOf(c: Context): string | undefined {
  return c.req.header('idempotency-key')?.replace(/^"(.*)"$/, '$1')
}
