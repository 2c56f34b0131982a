import type { Held, Instant } from './history.ts'

/** From its first instant on, up to its last and without it. */
export interface Interval {
  readonly from: number
  readonly until: number
}

/** When a hold certainly was one. */
export function certainlyLive({ placed, ended, expiresAt }: Held): Interval {
  return { from: placed.by, until: Math.min(expiresAt, ended?.after ?? Infinity) }
}

/** When a hold may have been one. */
export function possiblyLive({ placed, ended, expiresAt }: Held): Interval {
  return { from: placed.after, until: Math.min(expiresAt, ended?.by ?? Infinity) }
}

export function isLiveThroughout(held: Held, [from, to]: readonly [from: number, to: number]): boolean {
  const live = certainlyLive(held)
  return live.from <= from && live.until > to
}

/** In a doubt it was: both ends count. */
export function mayBeLiveWithin(held: Held, [from, to]: readonly [from: number, to: number]): boolean {
  const live = possiblyLive(held)
  return live.from <= to && live.until >= from
}

export function overlap(one: Interval, other: Interval): boolean {
  return Math.max(one.from, other.from) < Math.min(one.until, other.until)
}

/** Whether both may have been committed at once. */
export function mayBeOne(one: Instant, other: Instant): boolean {
  return one.after <= other.by && other.after <= one.by
}
