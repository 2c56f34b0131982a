import { type FailureCode, failureTable } from '../../worker/domain/failures.ts'
import { describeProblem, problemMedia } from '../../worker/faces/rest/problem.ts'
import { type JsonObject, asObject, isObject } from './json.ts'
import { problemDetails } from './problem-details.ts'
import { schemaOf } from './schemas.ts'
import { words } from './words.ts'

const always: readonly FailureCode[] = [
  'origin_forbidden',
  'key_invalid',
  'too_many_requests',
  'busy',
  'internal',
]
/** Of what is for staff. */
export const staffOnly: readonly FailureCode[] = ['key_required', 'role_forbidden', 'staff_closed']
const ofChanges: readonly FailureCode[] = ['outcome_unknown', 'body_too_large', 'body_too_slow']

/** The codes that an operation may refuse with: its own, and those that any may. */
export function failuresOf(own: readonly FailureCode[], isChange: boolean): FailureCode[] {
  return [...new Set([...own, ...always, ...(isChange ? ofChanges : [])])]
}

/** The answers of an operation where it refuses, by status. */
export function problemResponses(failures: readonly FailureCode[]): JsonObject {
  const byStatus = Map.groupBy(failures, (code) => failureTable[code].http)
  return Object.fromEntries(
    [...byStatus].map(([status, known]) => {
      const names = known.toSorted().map(schemaName)
      return [String(status), asObject(responseOf(status, known.toSorted(), names))]
    }),
  )
}

function responseOf(status: number, known: readonly FailureCode[], names: readonly string[]) {
  const refs = names.map((name) => ({ $ref: `#/components/schemas/${name}` }))
  const mapping = Object.fromEntries(known.map((code) => [code, `#/components/schemas/${schemaName(code)}`]))
  return {
    description: known.map((code) => `\`${code}\``).join(', '),
    ...(status === 503 || status === 429
      ? { headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } }
      : {}),
    content: {
      [problemMedia]: {
        schema:
          refs.length === 1 ? refs[0] : { oneOf: refs, discriminator: { propertyName: 'code', mapping } },
      },
    },
  }
}

/** A schema for each code, so that a client's switch on it knows the details. */
export function problemSchemas(): JsonObject {
  return Object.fromEntries(
    codes().map((code) => {
      const { properties, required } = schemaOf(problemDetails[code], 'output')
      const { type, title } = describeProblem(code)
      return [
        schemaName(code),
        {
          type: 'object',
          properties: {
            type: { type: 'string', const: type, description: words['type'] ?? '' },
            title: { type: 'string', const: title },
            status: { type: 'integer', const: failureTable[code].http },
            detail: { type: 'string', description: words['detail'] ?? '' },
            code: { type: 'string', const: code, description: words['code'] ?? '' },
            ...(isObject(properties) ? properties : {}),
          },
          required: [
            'type',
            'title',
            'status',
            'detail',
            'code',
            ...(Array.isArray(required) ? required : []),
          ],
        },
      ]
    }),
  )
}

export function codes(): FailureCode[] {
  return Object.keys(failureTable).filter((code): code is FailureCode => Object.hasOwn(failureTable, code))
}

/** `SeatsTakenProblem` of `seats_taken`. */
function schemaName(code: FailureCode): string {
  const capitals = code.split('_').map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
  return `${capitals.join('')}Problem`
}
