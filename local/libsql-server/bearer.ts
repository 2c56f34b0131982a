import { hash, timingSafeEqual } from 'node:crypto'
import { RequestError } from './errors.ts'

/** A web page may post to loopback too, so only who knows the token is heard. */
export function bearerGuard(authToken: string): (authorization: string | undefined) => void {
  const expected = digest(`Bearer ${authToken}`)
  return (authorization) => {
    // Digests have the same length, and comparing them takes the same time wherever they differ.
    if (authorization !== undefined && timingSafeEqual(digest(authorization), expected)) return
    throw new RequestError(401, 'AUTH_TOKEN_INVALID', 'The request has no valid bearer token')
  }
}

function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}
