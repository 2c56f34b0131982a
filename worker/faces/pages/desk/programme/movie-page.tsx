import { descriptionLengthMax, ratingLengthMax, titleLengthMax } from '../../../../domain/limits.ts'
import type { Movie } from '../../../../domain/programme-schemas.ts'
import { Field, FormHead, TextField } from '../../field.tsx'
import type { FormState } from '../../form.ts'
import { type DeskProps, DeskLayout } from '../layout.tsx'

export const movieFields = ['id', 'title', 'runningMinutes', 'rating', 'posterUrl', 'description']

export function typedOfMovie(movie: Movie): Record<string, string> {
  const { title, runningMinutes, rating, posterUrl, description } = movie
  return {
    title,
    runningMinutes: String(runningMinutes),
    rating: rating ?? '',
    posterUrl: posterUrl ?? '',
    description,
  }
}

interface MovieProps extends DeskProps {
  /** None of one that is to be added. */
  readonly id: string | undefined
  readonly form: FormState
}

export function MoviePage({ id, form, ...desk }: MovieProps) {
  const title = id === undefined ? 'Add a movie' : 'Change a movie'
  const at = '/desk/programme/movies'
  return (
    <DeskLayout title={title} at="/desk/programme" {...desk}>
      <h1>{title}</h1>
      <form class="fields" method="post" action={id === undefined ? at : `${at}/${id}`}>
        <FormHead form={form} />
        <Field form={form} name="title" label="Title" maxlength={titleLengthMax} required />
        <Field
          form={form}
          name="runningMinutes"
          label="Minutes it runs"
          type="number"
          inputmode="numeric"
          required
        />
        <Field form={form} name="rating" label="Rating, if it has one" maxlength={ratingLengthMax} />
        <Field
          form={form}
          name="posterUrl"
          label="Address of its poster, if it has one"
          type="url"
          hint="It begins with https://"
        />
        <TextField
          form={form}
          name="description"
          label="What it is about"
          rows={5}
          hint={`At most ${descriptionLengthMax} characters.`}
        />
        {id === undefined && (
          <Field
            form={form}
            name="id"
            label="Its id"
            hint="Made of the title where it is left empty: the-salt-line."
            spellcheck={false}
          />
        )}
        <button type="submit">{id === undefined ? 'Add' : 'Save'}</button>
      </form>
    </DeskLayout>
  )
}
