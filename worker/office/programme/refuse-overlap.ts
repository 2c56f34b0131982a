import type { Overlapped } from '../../../db/programme/showings.ts'
import { type Refused, refuse } from '../../domain/result.ts'
import { iso } from '../present.ts'

export function refuseOverlap({ id, startsAt, endsAt }: Overlapped): Refused {
  return refuse('showing_overlaps', { showing: id, startsAt: iso(startsAt), endsAt: iso(endsAt) })
}
