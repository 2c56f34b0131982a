import { planSeatsMax, salesCloseMinutesMax, salesCloseMinutesMin } from '../../../../domain/limits.ts'
import type { ScreenView } from '../../../../domain/programme-schemas.ts'
import { readSeatPlan } from '../../../../domain/read-seat-plan.ts'
import { Field, FormHead, TextField, Tick } from '../../field.tsx'
import type { FormState } from '../../form.ts'
import { type DeskProps, DeskLayout } from '../layout.tsx'
import { SeatMap } from '../seat-map.tsx'

export const screenFields = ['id', 'name', 'plan', 'salesCloseAfterMinutes', 'phoneTicketsMax']

export const newScreen: Readonly<Record<string, string>> = {
  plan: 'A: 1-10\nB: 1-10\n\nC premium: 1-4 _ 5-8',
  salesCloseAfterMinutes: '20',
}

export function typedOfScreen(screen: ScreenView): Record<string, string> {
  const { name, source, openSchedule, avoidsSingles, phoneTicketsMax, salesCloseAfterMinutes } = screen
  return {
    name,
    plan: source,
    salesCloseAfterMinutes: String(salesCloseAfterMinutes),
    phoneTicketsMax: phoneTicketsMax === planSeatsMax ? '' : String(phoneTicketsMax),
    ...(openSchedule ? { openSchedule: 'on' } : {}),
    ...(avoidsSingles ? { avoidsSingles: 'on' } : {}),
  }
}

interface ScreenProps extends DeskProps {
  /** None of one that is to be added. */
  readonly id: string | undefined
  readonly form: FormState
}

export function ScreenPage({ id, form, ...desk }: ScreenProps) {
  const title = id === undefined ? 'Add a screen' : 'Change a screen'
  const at = '/desk/programme/screens'
  return (
    <DeskLayout title={title} at="/desk/programme" scripts={['desk-live']} {...desk}>
      <h1>{title}</h1>
      <form
        class="beside"
        method="post"
        action={id === undefined ? at : `${at}/${id}`}
        data-live="drawing"
        data-live-field="plan"
        data-live-as="draw"
      >
        <div class="fields">
          <FormHead form={form} />
          {id === undefined && (
            <Field
              form={form}
              name="id"
              label="Its id"
              hint="Small letters and digits: it begins the ids of its showings, and stays."
              spellcheck={false}
              required
            />
          )}
          <Field form={form} name="name" label="Name" required />
          <TextField
            form={form}
            name="plan"
            label="Seat plan"
            rows={14}
            class="source"
            hint="A line a row, the front first: its label, a category if it has one, a colon, its seats. _ is a gap; 1a a wheelchair's place, 2c its companion's, 3x one that is never sold. Showings keep the plan that they were added with."
          />
          <Field
            form={form}
            name="salesCloseAfterMinutes"
            label="Minutes after the start at which sales close"
            type="number"
            min={String(salesCloseMinutesMin)}
            max={String(salesCloseMinutesMax)}
            required
          />
          <Field
            form={form}
            name="phoneTicketsMax"
            label="Tickets of a showing that one phone number may have"
            hint="Empty: as many as there are seats."
            type="number"
            min="1"
            max={String(planSeatsMax)}
          />
          <Tick form={form} name="openSchedule" label="Open schedule: any date and time can be booked" />
          <Tick form={form} name="avoidsSingles" label="Leave no single seat between two bookings" />
          <div class="buttons">
            <button type="submit">{id === undefined ? 'Add' : 'Save'}</button>
            <button type="submit" class="quiet" name="draw" value="draw" formnovalidate>
              Draw
            </button>
          </div>
        </div>
        <Drawing source={form.typed.get('plan') ?? ''} />
      </form>
    </DeskLayout>
  )
}

/** What the text beside it says. */
function Drawing({ source }: { source: string }) {
  const reading = readSeatPlan(source)
  return (
    <section id="drawing" aria-labelledby="drawing-title">
      <h2 id="drawing-title">The room</h2>
      <p role="status" class={reading.ok ? '' : 'note bad'}>
        {reading.ok
          ? `${reading.plan.seats.length} seats: ${reading.plan.categories.join(', ')}`
          : reading.problem}
      </p>
      {reading.ok && (
        <SeatMap
          seats={reading.plan.seats}
          categories={reading.plan.categories}
          markOf={({ blocked }) => ({ kind: blocked ? 'blocked' : 'free', canTick: false })}
        />
      )}
    </section>
  )
}
