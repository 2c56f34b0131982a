import { rolesFor } from '../../worker/domain/access.ts'
import type { FailureCode } from '../../worker/domain/failures.ts'
import type { Operation } from '../../worker/faces/rest/operation.ts'
import { restOperations } from '../../worker/faces/rest/operations.ts'
import type { Described } from './described.ts'
import { type JsonObject, isObject, without } from './json.ts'
import { failuresOf, problemResponses, staffOnly } from './problems.ts'
import { schemaOf } from './schemas.ts'
import { words } from './words.ts'

/** All of `/v1`, from what its operations declare. */
export function describedRest(): Described[] {
  return Object.entries(restOperations).flatMap(([tag, operations]) =>
    operations.map((operation) => describe(tag, operation)),
  )
}

export function documentedFailures({ method, act, failures = [] }: Operation): FailureCode[] {
  const ofStaff = rolesFor(act) === undefined ? [] : staffOnly
  return failuresOf(['invalid_request', ...failures, ...ofStaff], method !== 'GET')
}

function describe(tag: string, operation: Operation): Described {
  const { method, path, id, act, summary, description = '', input } = operation
  const roles = rolesFor(act)
  const schema = schemaOf(input, 'input')
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const isKeyed = hasField(schema, 'idempotencyKey') && method !== 'GET'
  const body = bodyOf(schema, [...inPath, 'idempotencyKey'])
  const hasBody = (method === 'POST' || method === 'PATCH') && Object.keys(fieldsOf(body)).length > 0
  return {
    method,
    path,
    id,
    tag,
    summary,
    description: roles === undefined ? description : `${description} For staff: ${roles.join(', ')}.`.trim(),
    isForStaff: roles !== undefined,
    parameters: [
      ...inPath.map((name) => parameter('path', name, schema)),
      ...(method === 'GET' ? queryOf(schema, inPath) : []),
      ...(isKeyed ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
    ],
    ...(hasBody ? { bodies: { 'application/json': body } } : {}),
    responses: {
      [String(operation.status)]: successOf(operation),
      ...problemResponses(documentedFailures(operation)),
    },
  }
}

function successOf({ status, media, output, isPage, cacheControl }: Operation): JsonObject {
  const headers = {
    'Cache-Control': { schema: { type: 'string', const: cacheControl } },
    ...(status === 201 ? { Location: { $ref: '#/components/headers/Location' } } : {}),
    ...(isPage ? { Link: { $ref: '#/components/headers/Link' } } : {}),
  }
  const [mediaType = ''] = media.split(';')
  const content = { [mediaType]: { schema: schemaOf(output, 'output') } }
  const description = status === 201 ? 'It came to be, or was there already.' : 'Done.'
  return status === 204 ? { description, headers } : { description, headers, content }
}

function queryOf(schema: JsonObject, inPath: readonly string[]): JsonObject[] {
  return Object.keys(fieldsOf(schema))
    .filter((name) => !inPath.includes(name))
    .map((name) => parameter('query', name, schema))
}

function parameter(place: 'path' | 'query', name: string, schema: JsonObject): JsonObject {
  const field = fieldsOf(schema)[name]
  const description = Object.hasOwn(words, name) ? words[name] : undefined
  return {
    name,
    in: place,
    required: place === 'path',
    ...(description === undefined ? {} : { description }),
    schema: asText(isObject(field) ? field : {}),
  }
}

/** In an address a showing is named by its id alone. */
function asText(field: JsonObject): JsonObject {
  return '$ref' in field || 'anyOf' in field ? { type: 'string' } : without(field, 'description')
}

/** What is left for the body of what an operation takes. */
function bodyOf(schema: JsonObject, elsewhere: readonly string[]): JsonObject {
  const { anyOf, properties, required } = schema
  if (Array.isArray(anyOf)) return { anyOf: anyOf.filter(isObject).map((one) => bodyOf(one, elsewhere)) }
  if (!isObject(properties)) return schema
  const needed = Array.isArray(required) ? required.filter((name) => !elsewhere.includes(String(name))) : []
  return {
    ...without(schema, 'required'),
    properties: without(properties, ...elsewhere),
    ...(needed.length > 0 ? { required: needed } : {}),
  }
}

/** Of all its alternatives. */
function fieldsOf({ anyOf, properties }: JsonObject): JsonObject {
  if (Array.isArray(anyOf)) return Object.assign({}, ...anyOf.filter(isObject).map(fieldsOf))
  return isObject(properties) ? properties : {}
}

function hasField(schema: JsonObject, name: string): boolean {
  return Object.hasOwn(fieldsOf(schema), name)
}
