import * as z from 'zod'
import { operations, rolesFor } from '../../worker/domain/access.ts'
import { failureTable } from '../../worker/domain/failures.ts'
import { asks } from '../setup/asks.ts'
import { type ToldFailure, classicFailureOf, problemOf, rpcFailureOf } from './envelopes.ts'
import { readJsonLines } from './json-lines.ts'
import { leaksIn } from './leaks.ts'
import type { RestRoute, Route } from './routes.ts'
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

const statuses = new Set([200, 201, 204, 400, 500, ...Object.values(failureTable).map(({ http }) => http)])

/** The classic routes need no key on a machine that serves itself alone. */
const forStaff = new Set(
  operations.flatMap((operation) =>
    rolesFor(operation) === undefined
      ? []
      : asks[operation].map(({ route }) => route).filter((route) => route.startsWith('tRPC ')),
  ),
)

function isForStaff({ label, route }: Call): boolean {
  return route?.face === 'rest' ? route.isForStaff : forStaff.has(label)
}

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
  if (answer.headers['cache-control'] !== cacheControlOf(request, status)) wrong.push('may be cached')
  if (answer.headers['x-content-type-options'] !== 'nosniff') wrong.push('may be taken for a page')
  if (!isFreshId(answer.headers['x-request-id'])) wrong.push('is not named by the service')
  if (request.method === 'HEAD') return { outcomes: all(request, `HEAD ${status}`), wrong }
  const streamed = isStreamed(request, answer) ? readJsonLines(text) : undefined
  const body = streamed ?? read(text)
  const isBatch = Array.isArray(body) && request.face === 'rpc'
  const outcomes = isBatch ? judgeBatch(request, body, answer, wrong) : judgeOne(request, body, answer, wrong)
  if (request.headers['authorization'] === undefined) {
    for (const { call, code } of outcomes)
      if (code === 'ok' && isForStaff(call)) wrong.push(`does for nobody what is for staff: ${call.label}`)
  }
  return { outcomes, wrong }
}

function judgeOne(request: WireRequest, body: unknown, answer: WireAnswer, wrong: string[]): Outcome[] {
  const [call] = request.calls
  const route = call?.route
  const told = failureIn(body, answer, route)
  if (told !== undefined) {
    judgeFailure(told, request, answer, wrong)
    return all(request, told.code)
  }
  if (call !== undefined && route?.face === 'rest') return [judgeRest(call, route, body, answer, wrong)]
  if (answer.status !== 200) wrong.push(`answers ${answer.status} without the envelope of its face`)
  if (call === undefined || answer.status !== 200) return all(request, 'no envelope')
  if (route === undefined) return all(request, 'served')
  return [judgeSuccess(call, route.face === 'rpc' ? resultIn(body) : body, wrong)]
}

/** In the envelope of the route's face; where there is no route, in any. */
function failureIn(body: unknown, answer: WireAnswer, route: Route | undefined): ToldFailure | undefined {
  const { status, headers } = answer
  const media = headers['content-type']
  switch (route?.face) {
    case 'classic':
      return classicFailureOf(body, status, route)
    case 'rpc':
      return rpcFailureOf(body, status)
    case 'rest':
      return problemOf(body, { status, media }, route)
    default:
      return (
        classicFailureOf(body, status, undefined) ??
        rpcFailureOf(body, status) ??
        problemOf(body, { status, media }, undefined)
      )
  }
}

function judgeRest(
  call: Call,
  { status, isFile }: RestRoute,
  body: unknown,
  answer: WireAnswer,
  wrong: string[],
): Outcome {
  if (answer.status !== status) {
    wrong.push(`answers ${answer.status} without a problem, and should ${status}`)
    return { call, code: 'no envelope', value: undefined }
  }
  if (status === 201 && answer.headers.location === undefined) wrong.push('does not say where it is')
  return judgeSuccess(call, isFile || status === 204 ? answer.text : body, wrong)
}

function cacheControlOf({ calls: [call] }: WireRequest, status: number): string {
  const isGood = status >= 200 && status < 300
  return isGood && call?.route?.face === 'rest' ? call.route.cacheControl : 'no-store'
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
    request.face !== 'rpc' &&
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
  const isOurs = /^application\/(?:problem\+)?json/.test(headers['content-type'] ?? '')
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
