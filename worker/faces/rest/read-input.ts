import type { Context } from 'hono'
import { type Result, accept } from '../../domain/result.ts'
import { idempotencyKeyOf } from '../idempotency-key.ts'
import { malformed, readJsonObject, refuseUnlessUtf8 } from '../json-body.ts'
import type { Method } from './method.ts'

type Fields = Record<string, unknown>

/** What a request says by its path, its query or body, and its idempotency key, as one input of the office. */
export async function readInput(c: Context, method: Method): Promise<Result<Fields>> {
  const path: Fields = c.req.param()
  const query = readQuery(c.req.url)
  if (!query.ok) return query
  if (method === 'GET') return joined(query.value, path)

  // What changes something takes it from its body: a query that was ignored would be believed to be heard.
  const [stray] = Object.keys(query.value)
  if (stray !== undefined) return malformed(stray, 'is not known in the address here; put it into the body')
  const body = await readBody(c)
  if (!body.ok) return body
  const fields: Fields = { ...body.value }
  if ('idempotencyKey' in fields) {
    return malformed('idempotencyKey', 'is not known here; send it as the header Idempotency-Key')
  }
  const idempotencyKey = idempotencyKeyOf(c)
  return joined(fields, idempotencyKey === undefined ? path : { ...path, idempotencyKey })
}

/** JSON, whatever its content type says; none where there is nothing to say. */
async function readBody(c: Context): Promise<Result<object>> {
  const text = await c.req.text()
  if (text === '') return accept({})
  return refuseUnlessUtf8(text) ?? readJsonObject(text, 'The body is not valid JSON.')
}

function readQuery(url: string): Result<Fields> {
  const start = url.indexOf('?')
  if (start < 0) return accept({})
  const fields = new Map<string, unknown>()
  for (const [field, value] of new URLSearchParams(url.slice(start))) {
    if (fields.has(field)) return malformed(field, 'is given twice; give it once')
    fields.set(field, field === 'limit' && /^\d{1,9}$/.test(value) ? Number(value) : value)
  }
  return accept(Object.fromEntries(fields))
}

function joined(fields: Fields, path: Fields): Result<Fields> {
  for (const field of Object.keys(path)) {
    if (Object.hasOwn(fields, field)) return malformed(field, 'stands in the address already; leave it out')
  }
  return accept({ ...fields, ...path })
}
