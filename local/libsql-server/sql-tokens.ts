export interface Token {
  readonly kind: 'word' | 'parameter' | 'literal' | 'mark'
  readonly text: string
  readonly start: number
}

const space = /[ \t\n\f\r\ufeff]+/y
const word = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y
const number = /\d[\w.]*/y
const numberedParameter = /\?\d*/y
const namedParameter = /[$@:#](?:[\w$\u0080-\uffff]+|::)+(?:\([^\s)]*\)?)?/y

/** SQL in SQLite's own words. Where SQLite would find an error, this goes on: SQLite itself will tell. */
export function* tokensOf(sql: string): Generator<Token> {
  let at = 0
  while (at < sql.length) {
    const start = at
    at = endOfBlank(sql, start)
    if (at > start) continue
    const [kind, end] = tokenAt(sql, start)
    yield { kind, text: sql.slice(start, end), start }
    at = end
  }
}

function endOfBlank(sql: string, at: number): number {
  if (sql.startsWith('--', at)) return after(sql, '\n', at + 2)
  if (sql.startsWith('/*', at)) return after(sql, '*/', at + 2)
  return match(space, sql, at) ?? at
}

function tokenAt(sql: string, at: number): [Token['kind'], end: number] {
  switch (sql.charAt(at)) {
    case "'":
    case '"':
    case '`':
      return ['literal', endOfQuoted(sql, at)]
    case '[':
      return ['literal', after(sql, ']', at + 1)]
    case '?':
      return ['parameter', match(numberedParameter, sql, at) ?? at + 1]
  }
  const named = match(namedParameter, sql, at)
  if (named !== undefined) return ['parameter', named]
  const name = match(word, sql, at)
  if (name !== undefined) return ['word', name]
  const digits = match(number, sql, at)
  if (digits !== undefined) return ['literal', digits]
  return ['mark', at + 1]
}

function endOfQuoted(sql: string, at: number): number {
  const quote = sql.charAt(at)
  let end = after(sql, quote, at + 1)
  // A doubled quote is a quote within the text.
  while (sql[end] === quote) end = after(sql, quote, end + 1)
  return end
}

function after(sql: string, what: string, from: number): number {
  const found = sql.indexOf(what, from)
  return found === -1 ? sql.length : found + what.length
}

function match(pattern: RegExp, sql: string, at: number): number | undefined {
  pattern.lastIndex = at
  return pattern.test(sql) ? pattern.lastIndex : undefined
}
