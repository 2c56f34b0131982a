import type { Chance } from '../prove/chance.ts'

/** What becomes of requests to the database, and of their replies. */
export type Weather =
  | { readonly kind: 'fair' }
  /** They arrive so much later, also where who sent them is gone. */
  | { readonly kind: 'late'; readonly percent: number; readonly msMin: number; readonly msMax: number }
  /** The connection breaks with half of the request sent. */
  | { readonly kind: 'cut'; readonly percent: number }
  /** The request arrives and takes effect; its reply never comes, or the connection breaks instead. */
  | { readonly kind: 'swallow'; readonly percent: number; readonly isSilent: boolean }
  /** It arrives again after its reply, as where something on the way repeats what it believes lost. */
  | { readonly kind: 'twice'; readonly percent: number }
  /** Nobody gets a connection, and who has one loses it. */
  | { readonly kind: 'refuse' }

/** Of one request. */
export type Fate =
  | { readonly kind: 'pass' | 'cut' | 'silence' | 'break' }
  | { readonly kind: 'late' | 'twice'; readonly ms: number }

const againMsMax = 3_000

export function drawFate(weather: Weather, chance: Chance): Fate {
  if (weather.kind === 'fair' || weather.kind === 'refuse') return { kind: 'pass' }
  if (!chance.isTrue(weather.percent)) return { kind: 'pass' }
  switch (weather.kind) {
    case 'late':
      return { kind: 'late', ms: chance.between(weather.msMin, weather.msMax) }
    case 'twice':
      return { kind: 'twice', ms: chance.between(0, againMsMax) }
    case 'cut':
      return { kind: 'cut' }
    case 'swallow':
      return { kind: weather.isSilent ? 'silence' : 'break' }
  }
}
