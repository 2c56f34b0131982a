export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }
export type JsonObject = { readonly [name: string]: Json }

/** What a library made, as the JSON that it will be. */
function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value))
}

export function asObject(value: unknown): JsonObject {
  const json = asJson(value)
  if (!isObject(json)) throw new Error('this is no JSON object')
  return json
}

export function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}

/** The same, with every object within it replaced, the inner ones first. */
export function mapObjects(json: Json, change: (object: JsonObject) => JsonObject): Json {
  if (Array.isArray(json)) return json.map((item) => mapObjects(item, change))
  if (!isObject(json)) return json
  return change(
    Object.fromEntries(Object.entries(json).map(([name, value]) => [name, mapObjects(value, change)])),
  )
}

export function without(object: JsonObject, ...names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)))
}
