import { RequestError, SqlError, errorJson, malformed } from './errors.ts'
import type { Limits } from './limits.ts'
import type { Arguments, Condition, Pipeline, Statement, Step, StreamRequest } from './protocol.ts'
import { ResponseBudget } from './result.ts'
import { singleStatementOf, statementsOf } from './sql-statement.ts'
import type { Stream } from './stream.ts'
import type { Streams } from './streams.ts'
import { answerOf } from './transaction-outcome.ts'
import { wholeTransactionOf } from './transaction-shape.ts'

const noArguments: Arguments = { positional: [], named: new Map() }

/** What surrounds the statements of one pipeline. */
interface Scope {
  readonly stream: Stream
  readonly budget: ResponseBudget
  readonly gone: AbortSignal
}

/** Runs the requests in order, and answers with JSON. Where it throws, its stream is closed. */
export async function runPipeline(
  { baton, requests }: Pipeline,
  { streams, limits, gone }: { streams: Streams; limits: Limits; gone: AbortSignal },
): Promise<string> {
  const stream = baton === undefined ? streams.open() : streams.resume(baton)
  const scope = { stream, gone, budget: new ResponseBudget(limits.responseBytesMax) }
  const results: string[] = []
  let isOpen = true
  let nextBaton: string | null = null
  try {
    for (const request of requests) {
      if (gone.aborted) throw new RequestError(503, 'CANCELLED', 'The request was given up')
      if (!isOpen) throw malformed('The stream was closed by a request before')
      if (request.type === 'close') isOpen = false
      results.push(await resultOf(request, scope))
    }
    if (isOpen) nextBaton = streams.park(stream)
  } finally {
    if (nextBaton === null) streams.close(stream)
  }
  return `{"baton":${JSON.stringify(nextBaton)},"base_url":null,"results":[${results.join()}]}`
}

async function resultOf(request: StreamRequest, scope: Scope): Promise<string> {
  try {
    const fields = await fieldsOf(request, scope)
    return `{"type":"ok","response":{"type":"${request.type}"${fields}}}`
  } catch (error) {
    if (error instanceof SqlError) return `{"type":"error","error":${errorJson(error)}}`
    throw error
  }
}

/** What a response has besides its type. */
async function fieldsOf(request: StreamRequest, scope: Scope): Promise<string> {
  const { stream } = scope
  switch (request.type) {
    case 'execute':
      return `,"result":${await execute(request.statement, scope)}`
    case 'batch':
      return `,"result":${await runBatch(request.steps, scope)}`
    case 'sequence':
      for (const statement of statementsOf(stream.sqlOf(request.sql))) {
        await stream.execute(statement, noArguments, { budget: undefined, gone: scope.gone })
      }
      return ''
    case 'describe':
      return `,"result":${stream.describe(singleStatementOf(stream.sqlOf(request.sql)))}`
    case 'store_sql':
      stream.storeSql(request.id, request.sql)
      return ''
    case 'close_sql':
      stream.closeSql(request.id)
      return ''
    case 'get_autocommit':
      return `,"is_autocommit":${stream.isAutocommit}`
    case 'close':
      return ''
  }
}

function execute({ sql, wantsRows, ...args }: Statement, { stream, budget, gone }: Scope): Promise<string> {
  const statement = singleStatementOf(stream.sqlOf(sql))
  return stream.execute(statement, args, { budget: wantsRows ? budget : undefined, gone })
}

async function runBatch(steps: readonly Step[], scope: Scope): Promise<string> {
  const { stream, budget, gone } = scope
  const { queue } = stream
  if (queue !== undefined) {
    const statements = wholeTransactionOf(steps, (sql) => stream.sqlOf(sql))
    if (statements !== undefined)
      return answerOf(await queue.run({ statements, budget }, gone), statements.length)
  }
  const results: string[] = []
  const errors: string[] = []
  for (const { condition, statement } of steps) {
    if (condition !== undefined && !holds(condition, { results, errors, stream: scope.stream })) {
      results.push('null')
      errors.push('null')
      continue
    }
    try {
      results.push(await execute(statement, scope))
      errors.push('null')
    } catch (error) {
      if (!(error instanceof SqlError)) throw error
      results.push('null')
      errors.push(errorJson(error))
    }
  }
  return `{"step_results":[${results.join()}],"step_errors":[${errors.join()}]}`
}

/** The results and errors of the steps so far, as JSON: `null` where there is none. */
interface Progress {
  readonly results: readonly string[]
  readonly errors: readonly string[]
  readonly stream: Stream
}

function holds(condition: Condition, progress: Progress): boolean {
  switch (condition.type) {
    case 'ok':
      return progress.results[condition.step] !== 'null'
    case 'error':
      return progress.errors[condition.step] !== 'null'
    case 'not':
      return !holds(condition.condition, progress)
    case 'and':
      return condition.conditions.every((one) => holds(one, progress))
    case 'or':
      return condition.conditions.some((one) => holds(one, progress))
    case 'is_autocommit':
      return progress.stream.isAutocommit
  }
}
