import { type Failure, failureTable, retryAfterOf } from '../domain/failures.ts'

/** What HTTP says of failures in headers: of one, or of all that a batch came to. */
export function failureHeaders(failures: readonly Failure[]): Record<string, string> {
  const headers: Record<string, string> = {}
  const seconds = Math.max(...failures.map((one) => retryAfterOf(one) ?? 0), 0)
  if (seconds > 0) headers['Retry-After'] = String(seconds)
  for (const { code, details } of failures) {
    if (code === 'method_not_allowed') headers['Allow'] = details.allowed.join(', ')
    if (failureTable[code].http === 401) headers['WWW-Authenticate'] = 'Bearer'
    if (code === 'too_many_requests')
      headers['RateLimit-Policy'] = `"${details.by}";q=${details.max};w=${details.perSeconds}`
  }
  return headers
}
