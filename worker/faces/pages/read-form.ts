import type { Context } from 'hono'
import { type Result, accept } from '../../domain/result.ts'
import { malformed, refuseUnlessUtf8 } from '../json-body.ts'

/** What a page's form says. */
export async function readForm(c: Context): Promise<Result<URLSearchParams>> {
  const type = c.req.header('content-type') ?? ''
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) return malformed('', 'The body is no form.')
  const fields = new URLSearchParams(await c.req.text())
  return refuseUnlessUtf8([...fields.values()].join('\n')) ?? accept(fields)
}

/** A field that a form has once, as text; empty where it is missing. */
export function textOf(form: URLSearchParams, field: string): string {
  return form.get(field) ?? ''
}
