export type PragmaEffect = 'read' | 'write' | 'setting'

/*
 * A PRAGMA that only asks is always welcome. One that sets a value must not weaken what the server promises
 * (the journal, its syncing, the locks) and must not linger on a connection that the next stream gets.
 */
const settable = new Map<string, PragmaEffect>([
  ['TABLE_INFO', 'read'],
  ['TABLE_XINFO', 'read'],
  ['TABLE_LIST', 'read'],
  ['INDEX_INFO', 'read'],
  ['INDEX_XINFO', 'read'],
  ['INDEX_LIST', 'read'],
  ['FOREIGN_KEY_LIST', 'read'],
  ['FOREIGN_KEY_CHECK', 'read'],
  ['INTEGRITY_CHECK', 'read'],
  ['QUICK_CHECK', 'read'],
  ['WAL_CHECKPOINT', 'read'],
  ['USER_VERSION', 'write'],
  ['APPLICATION_ID', 'write'],
  ['OPTIMIZE', 'write'],
  ['FOREIGN_KEYS', 'setting'],
  ['DEFER_FOREIGN_KEYS', 'setting'],
])
const writesByItself = new Set(['OPTIMIZE', 'INCREMENTAL_VACUUM'])

/** Of the words `PRAGMA`, `[schema .] name`, and `= value` or `(value)`. */
export function pragmaEffect(words: readonly string[]): {
  effect: PragmaEffect
  refusal: string | undefined
} {
  const at = words[2] === '.' ? 3 : 1
  const name = words[at] ?? ''
  const sets = words.length > at + 1
  const effect = settable.get(name)
  if (!sets) return { effect: writesByItself.has(name) ? 'write' : 'read', refusal: undefined }
  if (effect !== undefined) return { effect, refusal: undefined }
  return { effect: 'setting', refusal: `PRAGMA ${name.toLowerCase()} cannot be set here` }
}
