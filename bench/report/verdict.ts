import type { Goal } from '../goals.ts'
import { type Place, spreadOf } from './medians.ts'
import type { Round } from './results.ts'

export interface Judged {
  /** Undefined where it was not measured. */
  readonly figure: number | undefined
  readonly verdict: 'not measured' | 'not met' | 'stretch not met' | 'met' | 'stretch met'
}

export function judge({ of, against, is, floor, stretch, isWorst }: Goal, rounds: readonly Round[]): Judged {
  const valueAt = (place: Place): number | undefined => {
    const spread = spreadOf(rounds, place)
    if (!isWorst) return spread?.median
    return is === 'at most' ? spread?.max : spread?.min
  }
  const own = valueAt(of)
  const base = against === undefined ? 1 : valueAt(against)
  const isFaulty = rounds.some(
    ({ scenario, contender, fault }) =>
      scenario === of.scenario && contender === of.contender && fault !== null,
  )
  // The worst round is one that counts for nothing else.
  if (isWorst && isFaulty) return { figure: own, verdict: 'not met' }
  if (own === undefined || base === undefined) return { figure: undefined, verdict: 'not measured' }
  const figure = own / base
  const reaches = (bound: number | undefined): boolean =>
    bound !== undefined && (is === 'at least' ? figure >= bound : figure <= bound)
  if (reaches(stretch)) return { figure, verdict: 'stretch met' }
  if (floor === undefined) return { figure, verdict: 'stretch not met' }
  return { figure, verdict: reaches(floor) ? 'met' : 'not met' }
}
