import { marks } from './memory.ts'
import type { WireRequest } from './wire.ts'

/** What only the inside of the service is made of. Nothing hostile that the fuzz sends looks so. */
const insides =
  /\n\s+at |\bat \w+ \(|\.(?:ts|js|mjs|sqlite|db)\b[:'" ]|node_modules|SQLITE_|\bSELECT\b|\bINSERT\b|\bUPDATE \w+ SET\b|drizzle|libsql|hrana|\bfile:\/|\/worker\/|\/tmp\/|\bundefined\b is not|Cannot read|getReader|is not a function/gi

/** What a failure tells that is not its asker's: the service's insides, or other people. */
export function leaksIn(text: string, request: WireRequest): string[] {
  const sent = sentBy(request)
  const foreign = (pattern: RegExp): string[] =>
    [...text.matchAll(pattern)].flatMap(([match]) => (sent.includes(match) ? [] : [match]))
  return [
    ...foreign(insides).map((match) => `tells of its inside: ${JSON.stringify(match)}`),
    ...foreign(marks).map((match) => `tells of somebody else: ${match}`),
  ]
}

function sentBy({ path, headers, body }: WireRequest): string {
  return [decoded(path), path, ...Object.values(headers), body?.toString() ?? ''].join('\n')
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path.replaceAll('+', ' '))
  } catch {
    return path
  }
}
