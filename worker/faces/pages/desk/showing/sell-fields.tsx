import { nameLengthMax, phoneLengthMax, seatsPerBookingMax } from '../../../../domain/limits.ts'
import { Field } from '../../field.tsx'
import type { FormState } from '../../form.ts'

/** What a sale at the counter needs beside the seats. */
export function SellFields({ form }: { form: FormState }) {
  return (
    <fieldset class="fields">
      <legend>Sell</legend>
      <Field
        form={form}
        name="count"
        label="The best seats: how many"
        type="number"
        inputmode="numeric"
        min="1"
        max={String(seatsPerBookingMax)}
        hint="Or tick seats on the map."
      />
      <Field form={form} name="name" label="Name" autocomplete="off" maxlength={nameLengthMax} />
      <Field
        form={form}
        name="phone"
        label="Phone"
        type="tel"
        inputmode="tel"
        autocomplete="off"
        maxlength={phoneLengthMax}
      />
      <button type="submit">Sell</button>
    </fieldset>
  )
}

/** The same ticked seats, for another purpose. */
export function BlockButtons({ showing }: { showing: string }) {
  return (
    <fieldset class="fields">
      <legend>The ticked seats</legend>
      <div class="buttons">
        <button type="submit" class="quiet" formaction={`/desk/showings/${showing}/block`} formnovalidate>
          Take off sale
        </button>
        <button type="submit" class="quiet" formaction={`/desk/showings/${showing}/unblock`} formnovalidate>
          Put back on sale
        </button>
      </div>
    </fieldset>
  )
}
