/** Milliseconds since the epoch, with fractions: the one clock of a run. It never goes back. */
export function now(): number {
  return performance.timeOrigin + performance.now()
}
