import type { Context } from 'hono'
import type * as z from 'zod'
import type { Operation as Act } from '../../domain/access.ts'
import type { FailureCode } from '../../domain/failures.ts'
import type { Result } from '../../domain/result.ts'
import type { Office } from '../../office/office.ts'
import { answerText } from '../answer-headers.ts'
import { parsed } from '../parsed.ts'
import type { Visited } from '../visited.ts'
import { answerProblem } from './problem.ts'
import type { Method } from './method.ts'
import { readInput } from './read-input.ts'

/** What is told of an operation to who reads the OpenAPI document. */
interface Told {
  readonly method: Method
  /** What is in braces is a field of the input, and so is what comes as query or body. */
  readonly path: `/v1/${string}`
  /** Clients name their functions by it. */
  readonly id: string
  /** As what the office knows it, which judges who may. */
  readonly act: Act
  readonly summary: string
  readonly description?: string
  /** What it may refuse beside what any operation may: see `test/openapi/`. */
  readonly failures?: readonly FailureCode[]
}

interface Declaration<I extends z.ZodType, O extends z.ZodType> extends Told {
  readonly input: I
  readonly output: O
  readonly run: (office: Office, input: z.output<I>) => Promise<Result<z.output<O>>>
  /** Where that is which came to be; the answer is 201 then. */
  readonly location?: (value: z.output<O>) => string
  readonly isEmpty?: true
  /** A page of a list, whose `next` is told by a link as well. */
  readonly isPage?: true
  /** Of a file: its text is the answer. */
  readonly media?: string
  readonly cacheControl?: string
  /** The office gives many callers one and the same object, which nobody changes: it is written once. */
  readonly isShared?: true
}

export interface Operation extends Told {
  readonly input: z.ZodType
  readonly output: z.ZodType
  readonly status: 200 | 201 | 204
  readonly media: string
  readonly isPage: boolean
  readonly cacheControl: string
  readonly serve: (c: Context<Visited>) => Promise<Response>
}

/** An operation of `/v1`, declared once: its route and its part of the OpenAPI document come from this. */
export function operation<I extends z.ZodType, O extends z.ZodType>(declared: Declaration<I, O>): Operation {
  const { method, input, run, location, isEmpty, isPage, media, cacheControl, isShared } = declared

  const success = location === undefined ? 200 : 201

  async function serve(c: Context<Visited>): Promise<Response> {
    const fields = await readInput(c, method)
    const asked = fields.ok ? parsed(input, fields.value) : fields
    const answer = asked.ok ? await run(c.get('office'), asked.value) : asked
    if (!answer.ok) return answerProblem(answer.failure)
    const { value } = answer
    if (isEmpty) return c.body(null, 204)
    const headers = {
      ...(cacheControl === undefined ? {} : { 'Cache-Control': cacheControl }),
      ...(isPage ? linkToNext(c.req.url, value) : {}),
      ...(location === undefined ? {} : { Location: location(value) }),
    }
    if (media !== undefined) return answerText(String(value), { media, headers })
    const text = isShared ? writeShared(value) : JSON.stringify(value)
    return answerText(text, { status: success, headers })
  }

  return {
    ...declared,
    status: isEmpty ? 204 : success,
    media: media ?? 'application/json',
    isPage: isPage ?? false,
    cacheControl: cacheControl ?? 'no-store',
    serve,
  }
}

const written = new WeakMap<object, string>()

function writeShared(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const text = written.get(value) ?? JSON.stringify(value)
  written.set(value, text)
  return text
}

/** The same request for the page after this one. */
function linkToNext(address: string, page: unknown): Record<string, string> {
  if (typeof page !== 'object' || page === null || !('next' in page)) return {}
  const url = new URL(address)
  url.searchParams.set('cursor', String(page.next))
  return { Link: `<${url.pathname}${url.search}>; rel="next"` }
}
