import type { HonoRequest } from 'hono'
import { type Result, accept } from '../../domain/result.ts'
import { malformed, readJsonObject, refuseUnlessUtf8 } from '../json-body.ts'

/**
 * The fields of a request's body: JSON whatever its content type says, since the classic clients send text/plain,
 * or a form. A field that is given twice is refused, as nobody can tell which one is meant.
 */
export async function readFields(request: HonoRequest): Promise<Result<object>> {
  const contentType = request.header('content-type')?.toLowerCase() ?? ''
  const text = await request.text()
  const isJson = /^\s*[{[]/.test(text)
  if (!isJson && contentType.startsWith('multipart/form-data')) return readMultipart(request)
  const garbled = refuseUnlessUtf8(text)
  if (garbled !== undefined) return garbled
  const isForm = !isJson && contentType.startsWith('application/x-www-form-urlencoded')
  return isForm
    ? fieldsOf(new URLSearchParams(text))
    : readJsonObject(text, 'The body is neither valid JSON nor a form.')
}

/** Fields of a form or a query; `seats` may be repeated, or one list with commas. */
export function fieldsOf(pairs: Iterable<[string, unknown]>): Result<Record<string, unknown>> {
  const fields = new Map<string, unknown>()
  const seats: string[] = []
  for (const [field, value] of pairs) {
    if (typeof value !== 'string') return malformed(field, 'must be text, not a file')
    if (field === 'seats' || field === 'seats[]') seats.push(...value.split(','))
    else if (fields.has(field)) return malformed(field, 'is given twice; give it once')
    else fields.set(field, value)
  }
  if (seats.length > 0) fields.set('seats', seats)
  return accept(Object.fromEntries(fields))
}

async function readMultipart(request: HonoRequest): Promise<Result<object>> {
  try {
    return fieldsOf(await request.formData())
  } catch {
    return malformed('', 'The body is not a readable form.')
  }
}
