import { minuteMs } from '../../../../domain/durations.ts'
import { type Result, accept, refuse } from '../../../../domain/result.ts'
import type { ShowingView } from '../../../../domain/schemas.ts'
import { instantOf, isLocalDate, localOf, parseTimeOfDay } from '../../../../domain/venue-time.ts'
import { Field } from '../../field.tsx'
import type { FormState } from '../../form.ts'

/** Instants as `/v1` takes them; null where the house has its own rule. */
interface Sales {
  readonly salesOpenAt: string | null
  readonly salesCloseAt: string | null
}

/** A form has the venue's time, to the minute. */
export const salesFields = ['salesOpenAt', 'salesCloseAt'] as const

/** When a showing is sold, where that is not as ever. */
export function SalesFields({ form }: { readonly form: FormState }) {
  return (
    <fieldset class="fields">
      <legend>Sales</legend>
      <Field form={form} name="salesOpenAt" label="Open" type="datetime-local" hint="Empty: at once" />
      <Field
        form={form}
        name="salesCloseAt"
        label="Close"
        type="datetime-local"
        hint="Empty: when the screen says"
      />
    </fieldset>
  )
}

export function readSales(form: URLSearchParams, zone: string): Result<Sales> {
  const read = salesFields.map((name) => [name, instantIn(form.get(name)?.trim() ?? '', zone)] as const)
  const wrong = read.flatMap(([name, instant]) => (instant === undefined ? name : []))
  const problem = 'must be a date and a time of the venue, such as 2026-12-01 09:00'
  if (wrong.length > 0)
    return refuse('invalid_request', { issues: wrong.map((field) => ({ field, problem })) })
  const [salesOpenAt = null, salesCloseAt = null] = read.map(([, instant]) => instant)
  return accept({ salesOpenAt, salesCloseAt })
}

/** What the screen says by itself stays for the screen to say. */
export function typedOfSales(
  { salesOpenAt, salesCloseAt, startsAt }: ShowingView,
  { zone, closeAfterMinutes }: { readonly zone: string; readonly closeAfterMinutes: number },
): Record<string, string> {
  const byScreen = Date.parse(startsAt) + closeAfterMinutes * minuteMs
  return {
    ...(salesOpenAt === null ? {} : { salesOpenAt: typed(salesOpenAt, zone) }),
    ...(Date.parse(salesCloseAt) === byScreen ? {} : { salesCloseAt: typed(salesCloseAt, zone) }),
  }
}

function typed(instant: string, zone: string): string {
  const { date, time } = localOf(Date.parse(instant), zone)
  return `${date}T${time}`
}

/** Undefined where it is no time that the venue's clocks show. */
function instantIn(text: string, zone: string): string | null | undefined {
  if (text === '') return null
  const [date = '', clock = ''] = text.split(/[T ]/)
  const time = parseTimeOfDay(clock)
  if (!isLocalDate(date) || time === undefined) return undefined
  const instant = instantOf({ date, time }, zone)
  return instant === undefined ? undefined : new Date(instant).toISOString()
}
