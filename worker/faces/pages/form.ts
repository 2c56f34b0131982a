import type { Failure } from '../../domain/failures.ts'

/** A form as it was sent, or as it is shown for the first time. */
export interface FormState {
  readonly typed: URLSearchParams
  /** What is wrong, by the name of the field. */
  readonly wrong: ReadonlyMap<string, string>
  /** What is wrong beside the fields. */
  readonly problem?: string | undefined
  /** The same for each sending of one form, so that pressing twice is harmless. */
  readonly key: string
}

/** The field of each form that carries its idempotency key. */
export const keyField = 'key'

export function freshForm(typed: Record<string, string> = {}): FormState {
  return { typed: new URLSearchParams(typed), wrong: new Map(), key: crypto.randomUUID() }
}

/** The fields that were filled in, by their names; browsers send empty ones too. */
export function filledIn(form: URLSearchParams, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = form.get(name)?.trim() ?? ''
      return value === '' ? [] : [[name, value] as const]
    }),
  )
}

/** What was typed, with what became of it. `fields` are those that the form has: what is wrong elsewhere is said of the whole. */
export function refusedForm(typed: URLSearchParams, refused: Failure, fields: readonly string[]): FormState {
  const wrong = new Map<string, string>()
  const others: string[] = []
  const issues = refused.code === 'invalid_request' ? refused.details.issues : []
  for (const { field, problem } of issues) {
    const named = fields.find((name) => field === name || field.startsWith(`${name}.`))
    if (named === undefined) others.push(field === '' ? problem : `${field} ${problem}`)
    else if (!wrong.has(named)) wrong.set(named, problem)
  }
  const ofWhole = issues.length === 0 ? refused.message : others.join('; ')
  return {
    typed,
    wrong,
    problem: ofWhole === '' ? undefined : ofWhole,
    key: keyAfter(typed, refused),
  }
}

/** What may have happened is asked for under its own key again; what certainly did not gets another. */
function keyAfter(typed: URLSearchParams, { code }: Failure): string {
  const isOpen = code === 'outcome_unknown' || code === 'busy'
  return (isOpen ? typed.get(keyField) : undefined) ?? crypto.randomUUID()
}

/** A number that was typed; what is none is left to the domain to refuse. */
export function numberIn(form: URLSearchParams, name: string): number | undefined {
  const text = form.get(name)?.trim() ?? ''
  return text === '' ? undefined : Number(text)
}

/** A line that may be left empty, which takes away what was there. */
export function lineOrNone(form: URLSearchParams, name: string): string | null {
  return form.get(name)?.trim() || null
}
