import { classicResponses, classicSchemas, describedClassic } from './classic.ts'
import type { Described } from './described.ts'
import { type Json, type JsonObject, isObject, without } from './json.ts'
import { describedOthers } from './others.ts'
import type { Exchange } from './play.ts'
import { problemSchemas } from './problems.ts'
import { describedRest } from './rest.ts'
import { namedSchemas, schemaOf } from './schemas.ts'
import { idempotencyKey } from '../../worker/domain/fields.ts'

export const described: readonly Described[] = [
  ...describedRest(),
  ...describedClassic(),
  ...describedOthers(),
]

const tags: readonly (readonly [name: string, description: string])[] = [
  ['bookings', 'A booking is a buyer’s claim to seats of one showing. Its id is its secret.'],
  [
    'tickets',
    'What people show at the door: a code, signed by the house (Ed25519), which a door verifies without asking it. `docs/door.md` tells how it is made.',
  ],
  ['people', 'What is stored of one person. Names and phones travel in bodies alone, and in no address.'],
  ['holds', 'Seats that are kept for one buyer for some minutes, before the booking.'],
  [
    'showings',
    'A movie on a screen at an instant, and its seats. `GET /v1/showings/{showing}/live` becomes a WebSocket: first one snapshot, `{"v","seats":{"free","held","sold","blocked"}}`, then each change as soon as it is committed, `{"v","seats":{"A3":"sold"}}`. `?since=` with the last `v` goes on from there.',
  ],
  ['movies', 'What is shown.'],
  ['screens', 'Rooms with their seat plans.'],
  ['venue', 'Who runs this house.'],
  ['problems', 'What the `type` of a problem leads to.'],
  ['health', 'For who watches the house.'],
  ['classic', 'Older routes, whose contract stays as it is. New clients take `/v1`.'],
]

/** The OpenAPI document, with what was asked and answered as its examples. */
export function openApiDocument(exchanges: readonly Exchange[]): JsonObject {
  const paths: Record<string, JsonObject> = {}
  for (const operation of described) {
    const own = exchanges.filter((exchange) => exchange.operation === operation.id)
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: render(operation, own),
    }
  }
  const schemas = { ...namedSchemas(), ...problemSchemas(), ...classicSchemas() }
  const responses = inUse(classicResponses(), paths)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Marquee',
      version: '1.0.0',
      summary: 'Sells seats, each one once.',
      description: [
        'A change takes an `Idempotency-Key`: sent again under the same key, also after a lost reply, it has one effect and one answer.',
        'A refusal is a problem by RFC 9457; switch on its `code`. Fields that are not known are refused. Take fields of answers that you do not know as they come: there may be more.',
        'Lists come in pages, and `Link: rel=next` leads on.',
      ].join('\n\n'),
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'This house.' }],
    security: [],
    tags: tags.map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: {
        staffKey: {
          type: 'http',
          scheme: 'bearer',
          description: 'A staff key, as `npm start` or a manager gives it.',
        },
      },
      schemas: inUse(schemas, schemas, paths, responses),
      parameters: {
        IdempotencyKey: {
          name: 'Idempotency-Key',
          in: 'header',
          description: 'Of your choice, another for each request that is another. A UUID does well.',
          schema: schemaOf(idempotencyKey, 'input'),
          example: '2f1d6b0e-7c3a-4d58',
        },
      },
      headers: {
        Location: { description: 'Where it is.', schema: { type: 'string' } },
        Link: { description: 'The page after this one: `<…>; rel="next"`.', schema: { type: 'string' } },
        RetryAfter: { description: 'Seconds.', schema: { type: 'integer' } },
      },
      responses,
    },
  }
}

/** Some failures are of no operation, such as that of another method; and a response with an example stands where it is used. */
function inUse(components: JsonObject, ...users: readonly Json[]): JsonObject {
  const text = JSON.stringify(users)
  return Object.fromEntries(Object.entries(components).filter(([name]) => text.includes(`/${name}"`)))
}

function render(operation: Described, exchanges: readonly Exchange[]): JsonObject {
  const { id, tag, summary, description = '', isForStaff, parameters, bodies, responses } = operation
  const [first] = exchanges
  if (first === undefined) throw new Error(`no example was asked of ${id}`)
  if (first.status >= 300) throw new Error(`the first example of ${id} is refused: ${JSON.stringify(first)}`)
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description === '' ? {} : { description }),
    ...(isForStaff ? { security: [{ staffKey: [] }] } : {}),
    ...(parameters.length === 0
      ? {}
      : { parameters: parameters.map((parameter) => withExample(parameter, first)) }),
    ...(bodies === undefined ? {} : { requestBody: { required: true, content: withBody(bodies, first) } }),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, response]) => [
        status,
        isObject(response) ? withAnswers(response, status, exchanges) : response,
      ]),
    ),
  }
}

function withExample(parameter: JsonObject, { asked }: Exchange): JsonObject {
  const { name, in: place } = parameter
  const values = place === 'path' ? asked.path : asked.query
  const value = typeof name === 'string' ? values?.[name] : undefined
  if (value === undefined) return parameter
  return { ...parameter, example: name === 'limit' ? Number(value) : value }
}

function withBody(bodies: NonNullable<Described['bodies']>, { asked }: Exchange): JsonObject {
  return Object.fromEntries(
    Object.entries(bodies).map(([media, schema]) => [
      media,
      asked.body === undefined ? { schema } : { schema, example: asked.body },
    ]),
  )
}

/** The first answer with that status. */
function withAnswers(response: JsonObject, status: string, exchanges: readonly Exchange[]): JsonObject {
  const exchange = exchanges.find((one) => String(one.status) === status)
  if (exchange === undefined) return response
  const { $ref: ref } = response
  const { content } = typeof ref === 'string' ? at(classicResponses(), ref) : response
  if (!isObject(content)) return response
  const media = content[exchange.media]
  if (!isObject(media)) {
    throw new Error(`${exchange.operation} answers ${exchange.media || 'nothing'}, which is not documented`)
  }
  const whole = typeof ref === 'string' ? at(classicResponses(), ref) : response
  return {
    ...without(whole, 'content'),
    content: { ...content, [exchange.media]: { ...media, example: exchange.answer } },
  }
}

function at(responses: JsonObject, ref: string): JsonObject {
  const found: Json | undefined = responses[ref.split('/').at(-1) ?? '']
  if (!isObject(found)) throw new Error(`there is no ${ref}`)
  return found
}
