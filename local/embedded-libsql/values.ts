import { SqlError } from './sql-error.ts'
import type { WireValue } from './protocol.ts'

/** What the native package takes and gives: anything else aborts the whole process. */
export type NativeValue = bigint | number | string | Buffer | null

const integerMin = -(2n ** 63n)
const integerMax = 2n ** 63n - 1n

export function toNative(value: WireValue): NativeValue {
  switch (value.type) {
    case 'null':
      return null
    case 'integer':
      return toInteger(value.value)
    case 'float':
      return value.value
    case 'text':
      return toText(value.value)
    case 'blob':
      return Buffer.from(value.base64, 'base64')
  }
}

function toInteger(text: string): bigint {
  const integer = BigInt(text)
  if (integer < integerMin || integer > integerMax)
    throw new SqlError('ARGS_INVALID', 'an integer has over 64 bits')
  return integer
}

/** The native package would silently cut a text at its first NUL. */
function toText(text: string): string {
  if (text.includes('\0'))
    throw new SqlError('ARGS_INVALID', 'a text with a NUL cannot be bound; bind a blob')
  return text
}

/** Blobs go out without padding, as the protocol has it. */
export function toWire(value: NativeValue): WireValue {
  if (value === null) return { type: 'null' }
  if (typeof value === 'bigint') return { type: 'integer', value: String(value) }
  if (typeof value === 'string') return { type: 'text', value }
  if (typeof value !== 'number') return { type: 'blob', base64: value.toString('base64').replace(/=+$/, '') }
  if (Number.isFinite(value)) return { type: 'float', value }
  throw new SqlError('SQLITE_MISMATCH', 'a result is infinite, which JSON cannot carry')
}

/** About how many bytes a value takes in a response. */
export function wireSize(value: NativeValue): number {
  const envelope = 32
  if (typeof value === 'string') return envelope + value.length
  return Buffer.isBuffer(value) ? envelope + value.length * 1.4 : envelope
}
