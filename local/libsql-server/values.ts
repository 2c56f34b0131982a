import { malformed } from './errors.ts'

/** What may be bound: numbers become REAL, bigints INTEGER. The native library aborts the process on much else. */
export type SqlValue = null | number | bigint | string | Buffer

const int64Min = -(2n ** 63n)
const int64Max = 2n ** 63n - 1n
const base64 = /^[A-Za-z0-9+/]*={0,2}$/

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function decodeValue(json: unknown): SqlValue {
  if (!isObject(json)) throw malformed('A value must be an object')
  const { type, value } = json
  switch (type) {
    case 'null':
      return null
    case 'text':
      if (typeof value === 'string') return value
      throw malformed('The value of a text must be a string')
    case 'integer':
      return decodeInteger(value)
    case 'float':
      if (typeof value === 'number') return value
      throw malformed('The value of a float must be a number')
    case 'blob':
      return decodeBlob(json['base64'])
    default:
      throw malformed('The type of a value must be null, integer, float, text or blob')
  }
}

function decodeInteger(value: unknown): bigint {
  if (typeof value === 'string' && /^-?\d{1,19}$/.test(value)) {
    const integer = BigInt(value)
    if (integer >= int64Min && integer <= int64Max) return integer
  }
  throw malformed('The value of an integer must be a string with a 64-bit integer')
}

function decodeBlob(text: unknown): Buffer {
  if (typeof text !== 'string' || !base64.test(text)) throw malformed('The base64 of a blob is not base64')
  return Buffer.from(text, 'base64')
}

/** A value that SQLite gave, as JSON text. */
export function encodeValue(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `{"type":"text","value":${JSON.stringify(value)}}`
    case 'bigint':
      return `{"type":"integer","value":"${value}"}`
    case 'number':
      return `{"type":"float","value":${encodeFloat(value)}}`
    default:
      if (Buffer.isBuffer(value))
        return `{"type":"blob","base64":"${value.toString('base64').replace(/=+$/, '')}"}`
      return '{"type":"null"}'
  }
}

/** JSON has no infinity, but a number too large for a double is read as one. */
function encodeFloat(value: number): string {
  if (value === Infinity) return '1e999'
  return value === -Infinity ? '-1e999' : JSON.stringify(value)
}
