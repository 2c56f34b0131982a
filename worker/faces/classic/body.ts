import type { HonoRequest } from 'hono'
import { parse as parseJson } from 'lossless-json'
import { type Result, accept, refuse } from '../../domain/result.ts'

/**
 * The fields of a request's body: JSON whatever its content type says, since the classic clients send text/plain,
 * or a form. A field that is given twice is refused, as nobody can tell which one is meant.
 */
export async function readFields(request: HonoRequest): Promise<Result<object>> {
  const contentType = request.header('content-type')?.toLowerCase() ?? ''
  const text = await request.text()
  const isJson = /^\s*[{[]/.test(text)
  if (!isJson && contentType.startsWith('multipart/form-data')) return readMultipart(request)
  // What is no UTF-8 was read as this.
  if (text.includes('\uFFFD')) return malformed('', 'The body is not UTF-8 text, or has U+FFFD in it.')
  const isForm = !isJson && contentType.startsWith('application/x-www-form-urlencoded')
  return isForm ? fieldsOf(new URLSearchParams(text)) : readJson(text)
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

function readJson(text: string): Result<object> {
  try {
    const { value, twice } = parsedAsWritten(text) ?? parsedWithCare(text)
    if (twice !== undefined) return malformed(twice, 'is given twice; give it once')
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return accept(value)
  } catch {
    return malformed('', 'The body is neither valid JSON nor a form.')
  }
  return malformed('', 'The body must be a JSON object, such as {"name":"Ayush"}.')
}

interface ParsedJson {
  readonly value: unknown
  /** A field that is given twice. */
  readonly twice?: string | undefined
}

/** What reads the same when it is written again has lost nothing, so nothing was given twice. It is most of what comes. */
function parsedAsWritten(text: string): ParsedJson | undefined {
  const value: unknown = JSON.parse(text)
  return JSON.stringify(value) === text ? { value } : undefined
}

function parsedWithCare(text: string): ParsedJson {
  let twice: string | undefined
  const value = parseJson(text, undefined, {
    parseNumber: Number,
    onDuplicateKey: ({ key }) => {
      twice ??= key
    },
  })
  return { value, twice }
}

function malformed(field: string, problem: string) {
  return refuse('invalid_request', { issues: [{ field, problem }] })
}
