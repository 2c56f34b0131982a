import type * as z from 'zod'
import { fieldIssues } from '../domain/issues.ts'
import { type Result, accept, refuse } from '../domain/result.ts'

/** What a schema makes of a value, or each field that it does not take. */
export function parsed<S extends z.ZodType>(schema: S, value: unknown): Result<z.output<S>> {
  const result = schema.safeParse(value)
  return result.success
    ? accept(result.data)
    : refuse('invalid_request', { issues: fieldIssues(result.error) })
}
