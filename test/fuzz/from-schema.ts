import * as fc from 'fast-check'
import * as z from 'zod'
import { wordsFor } from './vocabulary.ts'

type JsonSchema = z.core.JSONSchema.JSONSchema | boolean

const lengthMax = 200

/**
 * Values that a schema of the service may well accept. Refinements do not show in a JSON schema:
 * those fields have words in the vocabulary, and any other field gets what its type says.
 */
export function fromSchema(schema: z.ZodType, words: Words = wordsFor): fc.Arbitrary<unknown> {
  return valuesOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), { field: '', words })
}

type Words = (field: string) => fc.Arbitrary<unknown> | undefined

interface Place {
  readonly field: string
  readonly words: Words
}

function valuesOf(schema: JsonSchema, place: Place): fc.Arbitrary<unknown> {
  if (typeof schema === 'boolean') return fc.jsonValue()
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((one) => valuesOf(one, place)))
  if (schema.type === 'object') return records(schema, place) ?? objects(schema, place)
  return place.words(place.field) ?? typed(schema, place)
}

/** An object whose fields no schema names. */
function records(
  { properties }: z.core.JSONSchema.JSONSchema,
  { field, words }: Place,
): fc.Arbitrary<unknown> | undefined {
  return properties === undefined ? words(field) : undefined
}

function objects(
  { properties = {}, required = [] }: z.core.JSONSchema.JSONSchema,
  { words }: Place,
): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties).map(([field, schema]) => {
    const values = valuesOf(schema, { field, words })
    const absent = { weight: 2, arbitrary: fc.constant(undefined) }
    return [
      field,
      required.includes(field) ? values : fc.oneof(absent, { weight: 1, arbitrary: values }),
    ] as const
  })
  return fc
    .record(Object.fromEntries(fields), { noNullPrototype: true })
    .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)))
}

function typed(schema: z.core.JSONSchema.JSONSchema, place: Place): fc.Arbitrary<unknown> {
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  switch (schema.type) {
    case 'string':
      return fc.string({
        minLength: schema.minLength ?? 0,
        maxLength: Math.min(schema.maxLength ?? lengthMax, lengthMax),
      })
    case 'integer':
    case 'number':
      return fc.integer({
        min: Math.max(schema.minimum ?? 0, -1e6),
        max: Math.min(schema.maximum ?? 1e6, 1e6),
      })
    case 'boolean':
      return fc.boolean()
    case 'array':
      return fc.array(Array.isArray(schema.items) ? fc.jsonValue() : valuesOf(schema.items ?? true, place), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 10, 10),
      })
    default:
      return fc.jsonValue()
  }
}
