import type { Movie, ScreenView, Venue } from '../../../../domain/programme-schemas.ts'
import { Choice, Field, FormHead, Tick } from '../../field.tsx'
import type { FormState } from '../../form.ts'
import { type DeskProps, DeskLayout } from '../layout.tsx'
import { PriceFields } from './prices.tsx'
import { SalesFields } from './sales.tsx'

/** What a showing is made of. */
export interface Ground {
  readonly screen: ScreenView
  readonly movies: readonly Pick<Movie, 'id' | 'title'>[]
  readonly currency: Venue['currency']
  readonly zone: Venue['zone']
  /** That have a price. */
  readonly categories: readonly string[]
}

interface AddShowingProps extends DeskProps {
  readonly ground: Ground
  readonly form: FormState
}

export function AddShowingPage({ ground, form, ...desk }: AddShowingProps) {
  const { screen, movies, categories, currency } = ground
  return (
    <DeskLayout title={`Add a showing on ${screen.name}`} at="/desk/programme" {...desk}>
      <h1>Add a showing on {screen.name}</h1>
      {movies.length === 0 && (
        <p class="note warn">
          There is no movie yet. <a href="/desk/programme/movies">Add one first.</a>
        </p>
      )}
      <form class="fields" method="post" action="/desk/programme/showings">
        <FormHead form={form} />
        <input type="hidden" name="screen" value={screen.id} />
        <Choice form={form} name="movie" label="Movie" options={optionsOf(movies)} />
        <Field form={form} name="date" label="Date" type="date" required />
        <Field form={form} name="time" label="Time" type="time" required />
        <PriceFields form={form} categories={categories} currency={currency} />
        <SalesFields form={form} />
        <button type="submit">Add</button>
      </form>
    </DeskLayout>
  )
}

interface ChangeShowingProps extends AddShowingProps {
  readonly showing: string
  readonly what: string
}

export function ChangeShowingPage({ showing, what, ground, form, ...desk }: ChangeShowingProps) {
  const { movies, categories, currency } = ground
  return (
    <DeskLayout title={`Change ${what}`} at="/desk/programme" {...desk}>
      <h1>Change {what}</h1>
      <p>
        <a href={`/desk/showings/${showing}`}>Leave it as it is</a>
      </p>
      <form class="fields" method="post" action={`/desk/programme/showings/${showing}`}>
        <FormHead form={form} />
        <Choice form={form} name="movie" label="Movie" options={optionsOf(movies)} />
        <PriceFields form={form} categories={categories} currency={currency} />
        <SalesFields form={form} />
        <Tick form={form} name="latest" label="Use the seat plan that its screen has now" />
        <button type="submit">Save</button>
      </form>
    </DeskLayout>
  )
}

function optionsOf(movies: Ground['movies']) {
  return movies.map(({ id, title }) => ({ value: id, text: title }))
}
