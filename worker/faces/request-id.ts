import type { Origin } from './address.ts'

/** Names a request, in its answer and in the log. Cloudflare's own where there is one; what a caller gives himself is not trusted. */
export function requestIdOf({ headers }: Request, { isLocal }: Origin): string {
  const ray = isLocal ? null : headers.get('cf-ray')
  return ray !== null && /^[0-9a-f]{16}(?:-[A-Z]{3})?$/.test(ray) ? ray : crypto.randomUUID()
}
