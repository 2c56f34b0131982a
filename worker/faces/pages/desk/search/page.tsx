import { findLengthMin, nameLengthMax } from '../../../../domain/limits.ts'
import type { Found } from '../../../../domain/schemas.ts'
import { BookingsTable } from '../bookings-table.tsx'
import { Field, FormProblem } from '../../field.tsx'
import type { FormState } from '../../form.ts'
import { type DeskProps, DeskLayout } from '../layout.tsx'

interface SearchProps extends DeskProps {
  readonly form: FormState
  /** None where nothing was looked for yet. */
  readonly found: Found | undefined
}

/** What is looked for travels by POST: people's names and phones have no place in an address. */
export function SearchPage({ form, found, ...desk }: SearchProps) {
  return (
    <DeskLayout title="Search" at="/desk/search" scripts={['desk-live']} {...desk}>
      <h1>Search</h1>
      <form
        class="search"
        method="post"
        action="/desk/search"
        role="search"
        data-live="results"
        data-live-field="text"
      >
        <FormProblem form={form} />
        <Field
          form={form}
          name="text"
          label="Name, phone or booking"
          type="search"
          autocomplete="off"
          maxlength={nameLengthMax}
          hint="How it begins: Mir, 0660 12, bk_7f3k"
          spellcheck={false}
        />
        <button type="submit">Search</button>
      </form>
      <section id="results" aria-label="Results">
        <Results found={found} />
      </section>
    </DeskLayout>
  )
}

function Results({ found }: { found: Found | undefined }) {
  if (found === undefined) return <p role="status">Type at least {findLengthMin} letters or digits.</p>
  const { bookings, isMore } = found
  return (
    <>
      <p role="status">{sayCount(found)}</p>
      {bookings.length > 0 && (
        <BookingsTable
          caption={isMore ? 'The first bookings that were found' : 'The bookings that were found'}
          bookings={bookings}
          withShowing
        />
      )}
    </>
  )
}

function sayCount({ bookings, isMore }: Found): string {
  if (isMore) return `More than ${bookings.length} bookings begin so. Type more of it.`
  if (bookings.length === 0) return 'No booking begins so.'
  return bookings.length === 1 ? 'One booking.' : `${bookings.length} bookings.`
}
