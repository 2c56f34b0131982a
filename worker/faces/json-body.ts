import { parse as parseWithCare } from 'lossless-json'
import { type Refused, type Result, accept, refuse } from '../domain/result.ts'

/** The fields of a JSON object. A field that is given twice is refused, as nobody can tell which one is meant. */
export function readJsonObject(text: string, unreadable: string): Result<object> {
  try {
    const { value, twice } = parsedAsWritten(text) ?? parsedSlowly(text)
    if (twice !== undefined) return malformed(twice, 'is given twice; give it once')
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return accept(value)
  } catch {
    return malformed('', unreadable)
  }
  return malformed('', 'The body must be a JSON object, such as {"name":"Ayush"}.')
}

export function malformed(field: string, problem: string): Refused {
  return refuse('invalid_request', { issues: [{ field, problem }] })
}

/** What is no UTF-8 reads as U+FFFD. */
export function refuseUnlessUtf8(text: string): Refused | undefined {
  return text.includes('\uFFFD')
    ? malformed('', 'The body is not UTF-8 text, or has U+FFFD in it.')
    : undefined
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

function parsedSlowly(text: string): ParsedJson {
  let twice: string | undefined
  const value = parseWithCare(text, undefined, {
    parseNumber: Number,
    onDuplicateKey: ({ key }) => {
      twice ??= key
    },
  })
  return { value, twice }
}
