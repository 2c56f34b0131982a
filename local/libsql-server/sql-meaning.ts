import { type PragmaEffect, pragmaEffect } from './pragmas.ts'
import type { Token } from './sql-tokens.ts'

/**
 * What running a statement takes: nothing (`read`), the write lock (`write`), the write lock but no transaction
 * around it (`vacuum`), or it opens a transaction that writes (`begin`), or it steers one (`control`),
 * or it changes the connection's own settings (`setting`).
 */
type Effect = 'begin' | 'control' | 'vacuum' | PragmaEffect

export interface Meaning {
  readonly verb: string
  readonly effect: Effect
  readonly isExplain: boolean
  /** INSERT, UPDATE and DELETE report how many rows they changed, and INSERT its row id. */
  readonly changesRows: boolean
  readonly insertsRows: boolean
  readonly isTemporary: boolean
  /** Why the server does not run it. */
  readonly refusal: string | undefined
}

/** Everything that is not here may write. */
const effects = new Map<string, Effect>([
  ['SELECT', 'read'],
  ['VALUES', 'read'],
  ['COMMIT', 'control'],
  ['END', 'control'],
  ['ROLLBACK', 'control'],
  ['SAVEPOINT', 'control'],
  ['RELEASE', 'control'],
  ['VACUUM', 'vacuum'],
])
const inserts = new Set(['INSERT', 'REPLACE'])
const changes = new Set([...inserts, 'UPDATE', 'DELETE'])

export function wordsOf(tokens: readonly Token[]): string[] {
  const words = tokens.map(({ text }) => text.toUpperCase())
  if (words[0] !== 'EXPLAIN') return words
  return words.slice(words[1] === 'QUERY' && words[2] === 'PLAN' ? 3 : 1)
}

export function meaningOf(tokens: readonly Token[]): Meaning {
  const isExplain = tokens[0]?.text.toUpperCase() === 'EXPLAIN'
  const words = wordsOf(tokens)
  const verb = verbOf(words)
  const plain = {
    verb,
    isExplain,
    changesRows: false,
    insertsRows: false,
    isTemporary: false,
    refusal: undefined,
  }
  if (isExplain) return { ...plain, effect: 'read' }
  switch (verb) {
    case 'BEGIN':
      return { ...plain, effect: /^(IMMEDIATE|EXCLUSIVE)$/.test(words[1] ?? '') ? 'begin' : 'control' }
    case 'ATTACH':
    case 'DETACH':
      return { ...plain, effect: 'setting', refusal: `${verb} is not allowed` }
    case 'PRAGMA':
      return { ...plain, ...pragmaEffect(words) }
  }
  return {
    ...plain,
    effect: effects.get(verb) ?? 'write',
    changesRows: changes.has(verb),
    insertsRows: inserts.has(verb),
    isTemporary: verb === 'CREATE' && words.slice(1, 7).some((word) => /^TEMP(ORARY)?$/.test(bare(word))),
    refusal: verb === 'VACUUM' && words.includes('INTO') ? 'VACUUM INTO is not allowed' : undefined,
  }
}

function verbOf(words: readonly string[]): string {
  const first = words[0] ?? ''
  if (first !== 'WITH') return first
  let depth = 0
  for (const word of words) {
    if (word === '(') depth += 1
    else if (word === ')') depth -= 1
    else if (depth === 0 && (changes.has(word) || effects.get(word) === 'read')) return word
  }
  return first
}

function bare(word: string): string {
  return word.replaceAll(/["'`[\]]/g, '')
}
