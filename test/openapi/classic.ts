import * as z from 'zod'
import { type FailureCode, failureTable } from '../../worker/domain/failures.ts'
import { bookFields, updateFields, viewQuery } from '../../worker/faces/classic/fields.ts'
import { bookingOutput } from '../../worker/domain/schemas.ts'
import type { Described } from './described.ts'
import { type JsonObject, asObject, isObject, without } from './json.ts'
import { codes } from './problems.ts'
import { schemaOf } from './schemas.ts'
import { words } from './words.ts'

const done = z.literal(200)
/** By `ticketID` a booking is moved without a key, as its id is its secret. */
const forStaff =
  'For staff: door, sales, manager, as it lists or goes by name; on one machine without a key as well.'

const info = z.object({
  date: z.iso.date(),
  name: z.string(),
  phn: z.string(),
  seats: z.array(z.string()),
  ticketID: z.string(),
  tickets: z.int(),
  time: z.string(),
  status: bookingOutput.shape.status,
  starts_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
  booked_at: z.iso.datetime(),
})

interface Classic {
  readonly method: string
  readonly path: string
  readonly id: string
  readonly summary: string
  readonly description?: string
  readonly fields?: z.ZodType
  readonly query?: z.ZodType
  readonly answer: z.ZodType
  readonly isForStaff?: true
  /** The status of the route's own failures. */
  readonly fails: 400 | 500
}

const update = {
  path: '/update',
  summary: 'Move a booking to another time',
  description:
    'By `ticketID`, or by a name that one upcoming booking alone is under. Its seats stay the same.',
  fields: updateFields,
  isForStaff: true,
  answer: z.object({ msg: z.literal('Updated successfully'), status: done }),
  fails: 500,
} as const

const routes: readonly Classic[] = [
  {
    method: 'GET',
    path: '/',
    id: 'classicWelcome',
    summary: 'Welcome',
    answer: z.object({ msg: z.literal('Welcome to Ticket Booking System'), status: done }),
    fails: 500,
  },
  {
    method: 'POST',
    path: '/book',
    id: 'classicBook',
    summary: 'Book seats',
    description: 'JSON whatever its content type says, or a form.',
    fields: bookFields,
    answer: z.object({ msg: z.literal('Booked successfully'), status: done, ticketID: z.string() }),
    fails: 400,
  },
  {
    method: 'GET',
    path: '/view/{ticketID}',
    id: 'classicView',
    summary: 'See a booking',
    answer: z.object({ info, status: done }),
    fails: 500,
  },
  {
    method: 'GET',
    path: '/view',
    id: 'classicList',
    summary: 'List bookings',
    description: 'Of a time, a day, or all; without the cancelled.',
    isForStaff: true,
    query: viewQuery,
    answer: z.object({ AllTickets: z.array(info), status: done, next: z.string().optional() }),
    fails: 500,
  },
  { method: 'PUT', id: 'classicUpdate', ...update },
  { method: 'PATCH', id: 'classicUpdateByPatch', ...update },
  {
    method: 'DELETE',
    path: '/delete/{name}',
    id: 'classicDelete',
    summary: 'Cancel all upcoming bookings under a name',
    description: 'At most 100 at once, the soonest first.',
    isForStaff: true,
    answer: z.object({ msg: z.literal('Deleted successfully'), status: done, deleted: z.int() }),
    fails: 500,
  },
]

/** The classic routes, whose contract is older than this document. */
export function describedClassic(): Described[] {
  return routes.map(describe)
}

function describe({ fields, query, fails, ...route }: Classic): Described {
  const { method, path, id, summary, description = '', isForStaff = false, answer } = route
  const body = fields === undefined ? undefined : without(fieldsOf(fields), 'idempotencyKey')
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  return {
    method,
    path,
    id,
    tag: 'classic',
    summary,
    description: isForStaff ? `${description} ${forStaff}`.trim() : description,
    isForStaff,
    parameters: [
      ...named.map((name) => parameter('path', name, { type: 'string' })),
      ...Object.entries(query === undefined ? {} : fieldsOf(query)).map(([name, schema]) =>
        parameter('query', name, isObject(schema) ? schema : {}),
      ),
      ...(method === 'GET' ? [] : [{ $ref: '#/components/parameters/IdempotencyKey' }]),
    ],
    ...(fields === undefined || body === undefined
      ? {}
      : {
          bodies: {
            'application/json': { type: 'object', properties: body, required: requiredOf(fields) },
            'application/x-www-form-urlencoded': {
              type: 'object',
              properties: body,
              required: requiredOf(fields),
            },
          },
        }),
    responses: {
      '200': {
        description: 'Done.',
        content: { 'application/json': { schema: schemaOf(answer, 'output') } },
      },
      ...failureResponses(fails),
    },
  }
}

function fieldsOf(schema: z.ZodType): JsonObject {
  const { properties } = schemaOf(schema, 'output')
  // What is read from text in a way of its own, such as a time, has no type then.
  return asObject(
    mapFields(asObject(properties), (field) => ('type' in field ? field : { type: 'string', ...field })),
  )
}

function requiredOf(schema: z.ZodType): string[] {
  const { required } = schemaOf(schema, 'output')
  return Array.isArray(required) ? required.map(String) : []
}

function parameter(place: string, name: string, schema: JsonObject): JsonObject {
  const description = words[name]
  return {
    name,
    in: place,
    required: place === 'path',
    ...(description === undefined ? {} : { description }),
    schema: without(schema, 'description'),
  }
}

function failureResponses(fails: 400 | 500): JsonObject {
  return Object.fromEntries(
    [...new Set([fails, ...ownStatuses()])]
      .toSorted((one, other) => one - other)
      .map((status) => [String(status), { $ref: `#/components/responses/Classic${status}` }]),
  )
}

/** Those that the classic routes leave to a failure's own. */
function ownStatuses(): number[] {
  return codes().flatMap((code) => (failureTable[code].classic === 'own' ? failureTable[code].http : []))
}

/** Each status that a classic failure may come with. */
export function classicResponses(): JsonObject {
  return Object.fromEntries(
    [...new Set([400, 500, ...ownStatuses()])]
      .toSorted((one, other) => one - other)
      .map((status) => [
        `Classic${status}`,
        {
          description: describeStatus(status),
          content: { 'application/json': { schema: { $ref: '#/components/schemas/ClassicFailure' } } },
        },
      ]),
  )
}

function describeStatus(status: number): string {
  const own = codes().filter(
    (code) => failureTable[code].classic === 'own' && failureTable[code].http === status,
  )
  const ofRoute = status === 400 || status === 500 ? ['the route’s own failures'] : []
  return [...ofRoute, ...own.map((code) => `\`${code}\``)].join(', ')
}

export function classicSchemas(): JsonObject {
  const known: readonly FailureCode[] = codes()
  const failure = z.object({ msg: z.string(), status: z.int(), code: z.enum(known) })
  return { ClassicFailure: schemaOf(failure, 'output') }
}

function mapFields(fields: JsonObject, change: (field: JsonObject) => JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, isObject(field) ? change(field) : field]),
  )
}
