import { malformed } from './errors.ts'
import type { Limits } from './limits.ts'
import { type SqlValue, decodeValue, isObject } from './values.ts'

/*
 * Hrana 2 over HTTP, as JSON: https://github.com/tursodatabase/libsql/blob/main/docs/HRANA_2_SPEC.md,
 * with `get_autocommit` and `is_autocommit` of Hrana 3. Checked by hand, since arguments may be large.
 */

export interface Pipeline {
  readonly baton: string | undefined
  readonly requests: readonly StreamRequest[]
}

export type StreamRequest =
  | { readonly type: 'execute'; readonly statement: Statement }
  | { readonly type: 'batch'; readonly steps: readonly Step[] }
  | { readonly type: 'sequence' | 'describe'; readonly sql: SqlReference }
  | { readonly type: 'store_sql'; readonly id: number; readonly sql: string }
  | { readonly type: 'close_sql'; readonly id: number }
  | { readonly type: 'close' | 'get_autocommit' }

/** The text itself, or the id of a stored one. */
export type SqlReference = string | number

export interface Arguments {
  readonly positional: readonly SqlValue[]
  readonly named: ReadonlyMap<string, SqlValue>
}

export interface Statement extends Arguments {
  readonly sql: SqlReference
  readonly wantsRows: boolean
}

export interface Step {
  readonly condition: Condition | undefined
  readonly statement: Statement
}

export type Condition =
  | { readonly type: 'ok' | 'error'; readonly step: number }
  | { readonly type: 'not'; readonly condition: Condition }
  | { readonly type: 'and' | 'or'; readonly conditions: readonly Condition[] }
  | { readonly type: 'is_autocommit' }

type Fields = Readonly<Record<string, unknown>>

const conditionDepthMax = 32

export function parsePipeline(json: unknown, limits: Limits): Pipeline {
  const { baton, requests } = fieldsOf(json, 'The request')
  if (typeof baton !== 'string' && !isMissing(baton)) throw malformed('baton must be a string or null')
  const list = listOf(requests, 'requests', limits.requestsPerPipelineMax)
  return { baton: baton ?? undefined, requests: list.map((request) => parseRequest(request, limits)) }
}

function parseRequest(json: unknown, limits: Limits): StreamRequest {
  const fields = fieldsOf(json, 'A request')
  const { type } = fields
  switch (type) {
    case 'execute':
      return { type, statement: parseStatement(fields['stmt'], limits) }
    case 'batch': {
      const { steps } = fieldsOf(fields['batch'], 'batch')
      return {
        type,
        steps: listOf(steps, 'steps', limits.stepsPerBatchMax).map((step, at) => parseStep(step, at, limits)),
      }
    }
    case 'sequence':
    case 'describe':
      return { type, sql: parseSql(fields, limits) }
    case 'store_sql':
      return { type, id: parseSqlId(fields['sql_id']), sql: parseSqlText(fields['sql'], limits) }
    case 'close_sql':
      return { type, id: parseSqlId(fields['sql_id']) }
    case 'close':
    case 'get_autocommit':
      return { type }
    default:
      throw malformed('The type of a request is not one that this server knows')
  }
}

function parseStatement(json: unknown, limits: Limits): Statement {
  const fields = fieldsOf(json, 'stmt')
  const { args, named_args: namedArgs, want_rows: wantRows } = fields
  if (typeof wantRows !== 'boolean' && !isMissing(wantRows)) throw malformed('want_rows must be a boolean')
  const named = new Map<string, SqlValue>()
  for (const entry of optionalListOf(namedArgs, 'named_args')) {
    const { name, value } = fieldsOf(entry, 'A named argument')
    if (typeof name !== 'string') throw malformed('The name of an argument must be a string')
    named.set(name, decodeValue(value))
  }
  return {
    sql: parseSql(fields, limits),
    positional: optionalListOf(args, 'args').map(decodeValue),
    named,
    wantsRows: wantRows ?? true,
  }
}

function parseStep(json: unknown, at: number, limits: Limits): Step {
  const { condition, stmt } = fieldsOf(json, 'A step')
  return {
    condition: isMissing(condition) ? undefined : parseCondition(condition, at, 0),
    statement: parseStatement(stmt, limits),
  }
}

function parseCondition(json: unknown, at: number, depth: number): Condition {
  if (depth > conditionDepthMax) throw malformed('A condition is nested too deeply')
  const { type, step, cond, conds } = fieldsOf(json, 'A condition')
  switch (type) {
    case 'ok':
    case 'error':
      if (typeof step === 'number' && Number.isInteger(step) && step >= 0 && step < at) return { type, step }
      throw malformed('The step of a condition must be one before its own')
    case 'not':
      return { type, condition: parseCondition(cond, at, depth + 1) }
    case 'and':
    case 'or':
      return { type, conditions: listOf(conds, 'conds').map((one) => parseCondition(one, at, depth + 1)) }
    case 'is_autocommit':
      return { type }
    default:
      throw malformed('The type of a condition is not one that this server knows')
  }
}

function parseSql(fields: Fields, limits: Limits): SqlReference {
  const { sql, sql_id: id } = fields
  if (isMissing(sql) === isMissing(id)) throw malformed('Exactly one of sql and sql_id must be given')
  return isMissing(sql) ? parseSqlId(id) : parseSqlText(sql, limits)
}

function parseSqlText(sql: unknown, limits: Limits): string {
  if (typeof sql !== 'string') throw malformed('sql must be a string')
  if (sql.length > limits.sqlLengthMax)
    throw malformed(`sql must not be longer than ${limits.sqlLengthMax} characters`)
  return sql
}

function parseSqlId(id: unknown): number {
  if (typeof id === 'number' && (id | 0) === id) return id
  throw malformed('sql_id must be a 32-bit integer')
}

function fieldsOf(json: unknown, what: string): Fields {
  if (!isObject(json)) throw malformed(`${what} must be an object`)
  return json
}

function optionalListOf(json: unknown, what: string): readonly unknown[] {
  return isMissing(json) ? [] : listOf(json, what)
}

/** Without a length of its own, a list is bounded by the request's bytes. */
function listOf(json: unknown, what: string, lengthMax = Infinity): readonly unknown[] {
  if (!Array.isArray(json)) throw malformed(`${what} must be an array`)
  if (json.length > lengthMax) throw malformed(`${what} must not have more than ${lengthMax} entries`)
  return json
}

function isMissing(json: unknown): json is null | undefined {
  return json === undefined || json === null
}
