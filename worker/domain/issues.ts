import type { core } from 'zod'
import type { FieldIssue } from './failure-details.ts'

/** A parse's issues as a person reads them: the field and what is wrong with it. */
export function fieldIssues(error: core.$ZodError): FieldIssue[] {
  return error.issues.flatMap((issue) => describe(issue, issue.path))
}

function describe(issue: core.$ZodIssue, path: readonly PropertyKey[]): FieldIssue[] {
  if (issue.code === 'invalid_union') {
    const alternative = nearestAlternative(issue.errors)
    return alternative.flatMap((inner) => describe(inner, [...path, ...inner.path]))
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: [...path, key].map(String).join('.'),
      problem: 'is not known here; leave it out',
    }))
  }
  return [{ field: path.map(String).join('.'), problem: issue.message }]
}

/** Of a union's alternatives the one whose type was right and that has the least to complain of: that is told. */
function nearestAlternative(alternatives: readonly core.$ZodIssue[][]): readonly core.$ZodIssue[] {
  const typeMatches = (issues: readonly core.$ZodIssue[]): boolean =>
    !issues.some((issue) => issue.code === 'invalid_type' && issue.path.length === 0)
  const candidates = alternatives.filter(typeMatches)
  const [nearest] = candidates.toSorted((one, other) => one.length - other.length)
  return nearest ?? alternatives[0] ?? []
}
