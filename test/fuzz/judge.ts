import * as z from 'zod'
import { failureTable } from '../../worker/domain/failures.ts'
import { type ToldFailure, classicFailureOf, rpcFailureOf } from './envelopes.ts'
import { readJsonLines } from './json-lines.ts'
import { leaksIn } from './leaks.ts'
import type { Call, WireAnswer, WireRequest } from './wire.ts'

/** What one call of a request came to. */
export interface Outcome {
  readonly call: Call
  readonly code: string
  /** What a call that succeeded was answered. */
  readonly value: unknown
}

export interface Verdict {
  readonly outcomes: readonly Outcome[]
  readonly wrong: readonly string[]
}

const statuses = new Set([200, 400, 500, ...Object.values(failureTable).map(({ http }) => http)])

/** workerd refuses these itself, before any Worker sees them. */
const ofTheRuntime = new Map([
  [400, 'invalid URI'],
  [414, 'URI too long'],
  [501, 'ERROR: Unrecognized request method.'],
])

export function judge(request: WireRequest, answer: WireAnswer): Verdict {
  const { status, text } = answer
  if (isOfTheRuntime(request, answer)) return { outcomes: all(request, 'refused by workerd'), wrong: [] }
  const wrong: string[] = []
  const isKnown = statuses.has(status) || (status === 207 && request.isBatch)
  if (!isKnown) wrong.push(`answers with the undocumented status ${status}`)
  if (request.isForeign && status !== 403) wrong.push(`serves another web page, with ${status}`)
  if (answer.headers['cache-control'] !== 'no-store') wrong.push('may be cached')
  if (answer.headers['x-content-type-options'] !== 'nosniff') wrong.push('may be taken for a page')
  if (!isFreshId(answer.headers['x-request-id'])) wrong.push('is not named by the service')
  if (request.method === 'HEAD') return { outcomes: all(request, `HEAD ${status}`), wrong }
  const streamed = isStreamed(request, answer) ? readJsonLines(text) : undefined
  const body = streamed ?? read(text)
  const isBatch = Array.isArray(body) && request.face === 'rpc'
  const outcomes = isBatch ? judgeBatch(request, body, answer, wrong) : judgeOne(request, body, answer, wrong)
  return { outcomes, wrong }
}

function judgeOne(request: WireRequest, body: unknown, answer: WireAnswer, wrong: string[]): Outcome[] {
  const [call] = request.calls
  const route = call?.route
  const classicRoute = route?.face === 'classic' ? route : undefined
  const told =
    (route?.face === 'rpc' ? undefined : classicFailureOf(body, answer.status, classicRoute)) ??
    (route?.face === 'classic' ? undefined : rpcFailureOf(body, answer.status))
  if (told !== undefined) {
    judgeFailure(told, request, answer, wrong)
    return all(request, told.code)
  }
  if (answer.status !== 200) wrong.push(`answers ${answer.status} without the envelope of its face`)
  if (call === undefined || answer.status !== 200) return all(request, 'no envelope')
  if (route === undefined) return all(request, 'served')
  return [judgeSuccess(call, route.face === 'rpc' ? resultIn(body) : body, wrong)]
}

function judgeBatch(request: WireRequest, bodies: unknown[], answer: WireAnswer, wrong: string[]): Outcome[] {
  if (bodies.length !== request.calls.length && request.calls[0]?.route !== undefined)
    wrong.push(`answers ${bodies.length} of ${request.calls.length} calls`)
  const seen = new Set<number>()
  const outcomes = bodies.map((body, index): Outcome => {
    const call = request.calls[index] ?? {
      label: 'no route',
      route: undefined,
      fields: undefined,
      key: undefined,
    }
    const told = rpcFailureOf(body, undefined)
    seen.add(told === undefined ? 200 : failureTable[told.code].http)
    if (told === undefined) return judgeSuccess(call, resultIn(body), wrong)
    judgeFailure(told, request, { ...answer, text: JSON.stringify(body) }, wrong)
    return { call, code: told.code, value: undefined }
  })
  const [only] = seen
  const expected = seen.size === 1 ? only : 207
  // Lines are sent before it is known what the calls come to.
  if (!isStreamed(request, answer) && answer.status !== expected)
    wrong.push(`a batch of ${[...seen].join(', ')} comes with ${answer.status}`)
  return outcomes
}

function judgeFailure(told: ToldFailure, request: WireRequest, answer: WireAnswer, wrong: string[]): void {
  wrong.push(...told.wrong, ...leaksIn(answer.text, request))
  if (told.code === 'internal') wrong.push('has a bug: internal')
  if (told.code === 'outcome_unknown') wrong.push('does not know its outcome, though nothing is broken')
  if (failureTable[told.code].http === 503 && answer.headers['retry-after'] === undefined)
    wrong.push('is busy without a Retry-After')
  if (
    told.code === 'method_not_allowed' &&
    request.calls.length === 1 &&
    answer.status === 405 &&
    request.face === 'classic' &&
    answer.headers.allow === undefined
  )
    wrong.push('allows no method')
}

function judgeSuccess(call: Call, value: unknown, wrong: string[]): Outcome {
  const checked = call.route?.answer.safeParse(value)
  if (checked !== undefined && !checked.success)
    wrong.push(`succeeds with what its schema refuses: ${z.prettifyError(checked.error)}`)
  return { call, code: 'ok', value }
}

/** Line by line, for who asks for that. */
function isStreamed({ method, headers }: WireRequest, { status }: WireAnswer): boolean {
  const accepts = [headers['trpc-accept'], headers['accept']]
  return method !== 'HEAD' && status === 200 && accepts.includes('application/jsonl')
}

/** What a caller gives himself is no name. */
function isFreshId(id: string | string[] | undefined): boolean {
  return typeof id === 'string' && /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(id)
}

function isOfTheRuntime({ method }: WireRequest, { status, text, headers }: WireAnswer): boolean {
  const words = ofTheRuntime.get(status)
  const isOurs = headers['content-type']?.startsWith('application/json') ?? false
  return words === text || (words !== undefined && method === 'HEAD' && !isOurs)
}

function all({ calls }: WireRequest, code: string): Outcome[] {
  return calls.map((call) => ({ call, code, value: undefined }))
}

function resultIn(body: unknown): unknown {
  return result.safeParse(body).data?.result.data
}

const result = z.strictObject({ result: z.strictObject({ data: z.unknown() }) })

function read(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
