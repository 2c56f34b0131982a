import type { Child } from 'hono/jsx'
import { type FormState, keyField } from './form.ts'

interface FieldProps {
  readonly form: FormState
  readonly name: string
  readonly label: string
  readonly hint?: Child
  /** What its problem is said of. */
  readonly subject?: string
  readonly type?: string
  readonly required?: boolean
  readonly autocomplete?: string
  readonly inputmode?: 'numeric' | 'tel' | 'decimal'
  readonly min?: string
  readonly max?: string
  readonly maxlength?: number
  readonly spellcheck?: boolean
}

/** One line to fill in, with what is wrong with it directly below. */
export function Field({ form, name, label, hint, subject, type = 'text', ...input }: FieldProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        type={type}
        value={form.typed.get(name) ?? ''}
        {...marksOf(form, name, hint !== undefined)}
        {...input}
      />
      <Below form={form} name={name} hint={hint} subject={subject} />
    </div>
  )
}

interface TextProps {
  readonly form: FormState
  readonly name: string
  readonly label: string
  readonly hint?: Child
  readonly rows: number
  readonly class?: string
}

/** Several lines. */
export function TextField({ form, name, label, hint, rows, class: kind = '' }: TextProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <textarea
        id={name}
        name={name}
        rows={rows}
        class={kind}
        spellcheck={kind === ''}
        {...marksOf(form, name, hint !== undefined)}
      >
        {form.typed.get(name) ?? ''}
      </textarea>
      <Below form={form} name={name} hint={hint} />
    </div>
  )
}

interface ChoiceProps {
  readonly form: FormState
  readonly name: string
  readonly label: string
  readonly options: readonly { readonly value: string; readonly text: string }[]
  readonly hint?: Child
}

export function Choice({ form, name, label, options, hint }: ChoiceProps) {
  const chosen = form.typed.get(name)
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name} {...marksOf(form, name, hint !== undefined)}>
        {options.map(({ value, text }) => (
          <option value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
      <Below form={form} name={name} hint={hint} />
    </div>
  )
}

/** A box that is ticked sends `on`; one that is not sends nothing. */
export function Tick({ form, name, label }: { form: FormState; name: string; label: string }) {
  return (
    <label class="tick">
      <input type="checkbox" name={name} checked={form.typed.has(name)} /> {label}
    </label>
  )
}

/** What a form says of itself: its key, and what was wrong with it as a whole. */
export function FormHead({ form }: { form: FormState }) {
  return (
    <>
      <input type="hidden" name={keyField} value={form.key} />
      <FormProblem form={form} />
    </>
  )
}

export function FormProblem({ form: { problem, wrong } }: { form: FormState }) {
  const said = problem ?? (wrong.size > 0 ? 'Something is not right yet: see below.' : undefined)
  return said === undefined ? null : (
    <p class="note bad" role="alert">
      {said}
    </p>
  )
}

interface BelowProps {
  readonly form: FormState
  readonly name: string
  readonly hint: Child | undefined
  readonly subject?: string | undefined
}

function Below({ form, name, hint, subject = 'This' }: BelowProps) {
  const problem = form.wrong.get(name)
  return (
    <>
      {hint !== undefined && (
        <span class="hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
      {problem !== undefined && (
        <span class="wrong" id={`${name}-wrong`}>
          {asSentence(subject, problem)}
        </span>
      )}
    </>
  )
}

function marksOf({ wrong }: FormState, name: string, hasHint: boolean) {
  const isWrong = wrong.has(name)
  const below = [...(hasHint ? [`${name}-hint`] : []), ...(isWrong ? [`${name}-wrong`] : [])]
  return {
    ...(isWrong ? { 'aria-invalid': 'true' as const } : {}),
    ...(below.length > 0 ? { 'aria-describedby': below.join(' ') } : {}),
  }
}

/** The domain says what is wrong as the rest of a sentence that the field begins. */
function asSentence(subject: string, problem: string): string {
  const words = /^(?:is|must|may|has|are)\b/.test(problem) ? `${subject} ${problem}` : problem
  return /[.!?]$/.test(words) ? words : `${words}.`
}
