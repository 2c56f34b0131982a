const fixed = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
}

const yearSeconds = 31_536_000

/** What every answer bears, a refusal too: nobody keeps it, frames it, or takes it for a page. */
export function answerHeaders({ url }: Request, requestId: string): Readonly<Record<string, string>> {
  return url.startsWith('https:')
    ? { ...fixed, 'X-Request-Id': requestId, 'Strict-Transport-Security': `max-age=${yearSeconds}` }
    : { ...fixed, 'X-Request-Id': requestId }
}
