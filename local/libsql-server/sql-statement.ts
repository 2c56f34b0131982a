import { SqlError } from './errors.ts'
import { Lru } from './lru.ts'
import { type Meaning, meaningOf, wordsOf } from './sql-meaning.ts'
import { type Token, tokensOf } from './sql-tokens.ts'
import { unstorable } from './storable.ts'

/** SQLite's own limit of `?NNN`. */
const parameterNumberMax = 32_766
const analysedTextsMax = 1_000
const analysedLengthMax = 20_000

/*
 * The native library prepares the first statement of a text, says nothing about the rest, and does not tell
 * the names of parameters. So both are found here, before it sees anything.
 */
export interface SqlStatement extends Meaning {
  readonly text: string
  /** By position from 1; without a name where the parameter is a bare `?` or a gap below a `?NNN`. */
  readonly parameters: readonly (string | undefined)[]
}

const analysed = new Lru<string, readonly SqlStatement[]>(analysedTextsMax)

export function statementsOf(sql: string): readonly SqlStatement[] {
  const known = analysed.get(sql)
  if (known !== undefined) return known
  const fault = unstorable(sql)
  if (fault !== undefined) throw new SqlError('SQL_PARSE_ERROR', `The SQL text ${fault}`)
  const statements = split(sql)
  if (sql.length <= analysedLengthMax) analysed.set(sql, statements)
  return statements
}

export function singleStatementOf(sql: string): SqlStatement {
  const [statement, ...others] = statementsOf(sql)
  if (statement === undefined)
    throw new SqlError('SQL_NO_STATEMENT', 'SQL string does not contain any statement')
  if (others.length > 0)
    throw new SqlError('SQL_MANY_STATEMENTS', 'SQL string contains more than one statement')
  return statement
}

function split(sql: string): SqlStatement[] {
  const statements: SqlStatement[] = []
  let tokens: Token[] = []
  for (const token of tokensOf(sql)) {
    if (token.text !== ';' || isWithinTrigger(tokens)) tokens.push(token)
    else {
      statements.push(...statementFrom(sql, tokens))
      tokens = []
    }
  }
  return [...statements, ...statementFrom(sql, tokens)]
}

/** A trigger's body has semicolons of its own; it ends with `; END`. */
function isWithinTrigger(tokens: readonly Token[]): boolean {
  const words = wordsOf(tokens.slice(0, 6))
  const created = words[0] === 'CREATE' && /^TEMP(ORARY)?$/.test(words[1] ?? '') ? words[2] : words[1]
  if (words[0] !== 'CREATE' || created !== 'TRIGGER') return false
  return tokens.at(-1)?.text.toUpperCase() !== 'END' || tokens.at(-2)?.text !== ';'
}

function statementFrom(sql: string, tokens: readonly Token[]): SqlStatement[] {
  const first = tokens[0]
  const last = tokens.at(-1)
  if (first === undefined || last === undefined) return []
  const text = sql.slice(first.start, last.start + last.text.length)
  return [{ text, parameters: parametersOf(tokens), ...meaningOf(tokens) }]
}

function parametersOf(tokens: readonly Token[]): (string | undefined)[] {
  const parameters: (string | undefined)[] = []
  const known = new Set<string>()
  for (const { kind, text } of tokens) {
    if (kind !== 'parameter' || known.has(text)) continue
    if (text === '?') parameters.push(undefined)
    else {
      known.add(text)
      const position = text.startsWith('?') ? Number(text.slice(1)) : parameters.length + 1
      if (position > parameterNumberMax || position < 1) continue
      while (parameters.length < position) parameters.push(undefined)
      parameters[position - 1] = text
    }
  }
  return parameters
}
