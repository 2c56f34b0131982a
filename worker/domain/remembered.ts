import type QuickLRU from 'quick-lru'

/** What was reckoned before, or is now. The same few times and showings are asked for over and over. */
export function remembered<T>(known: QuickLRU<string, T>, name: string, reckon: () => T): T {
  const value = known.get(name)
  if (value !== undefined) return value
  const reckoned = reckon()
  known.set(name, reckoned)
  return reckoned
}
