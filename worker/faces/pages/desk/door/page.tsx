import { type Verdict, writeTime } from '../../../../domain/door-words.ts'
import { deviceLengthMax } from '../../../../domain/limits.ts'
import type { ShowingView } from '../../../../domain/schemas.ts'
import type { DoorView } from '../../../../domain/ticket-schemas.ts'
import { writeDate } from '../../written.ts'
import { Field, FormHead } from '../../field.tsx'
import type { FormState } from '../../form.ts'
import { type DeskProps, DeskLayout } from '../layout.tsx'
import { titleOf } from '../showing/heading.tsx'
import { VerdictBox } from './verdict.tsx'

export interface AtDoor {
  readonly showing: ShowingView
  readonly door: DoorView
}

interface DoorProps extends DeskProps {
  readonly at: AtDoor
  readonly form: FormState
  readonly verdict: Verdict | undefined
}

/** A door of one showing. It tells no names: a device keeps it for when there is no net. */
export function DoorPage({ at: { showing, door }, form, verdict, ...desk }: DoorProps) {
  const title = titleOf(showing)
  return (
    <DeskLayout
      title={verdict === undefined ? `Door, ${title}` : `${verdict.title}: door, ${title}`}
      at="/desk/door"
      scripts={['desk-door']}
      {...desk}
    >
      <h1>{title}</h1>
      <p>
        <strong>
          {writeDate(showing.date)}, {showing.time}
        </strong>{' '}
        <span class="facts">
          {showing.screen} ·{' '}
          <span id="count">
            {door.admitted.length} of {door.tickets.length} in
          </span>
        </span>
      </p>
      <VerdictBox verdict={verdict} />
      <video id="camera" playsinline muted hidden></video>
      <p id="net" class="note warn" role="status" hidden></p>
      <form
        method="post"
        class="fields"
        data-door={showing.id}
        data-zone={desk.zone}
        aria-label="Let somebody in"
      >
        <FormHead form={form} />
        <Field
          form={form}
          name="code"
          label="Ticket or seat"
          hint="The code of a ticket, or a seat such as C7"
          autocomplete="off"
          spellcheck={false}
        />
        <Field
          form={form}
          name="device"
          label="This door is called"
          autocomplete="off"
          maxlength={deviceLengthMax}
          required
        />
        <p class="buttons">
          <button type="submit">Let in</button>
          <button type="button" class="quiet" id="scan" hidden>
            Scan with the camera
          </button>
        </p>
      </form>
      <section id="twice" aria-labelledby="twice-title" hidden={countTwice(door) === 0}>
        <h2 id="twice-title">Let in twice</h2>
        <ul>
          {door.admitted.map(({ seat, first, again }) =>
            again.map((scan) => (
              <li>
                {seat}: {first.device} at {writeTime(first.at, desk.zone)}, and {scan.device} at{' '}
                {writeTime(scan.at, desk.zone)}
              </li>
            )),
          )}
        </ul>
      </section>
      <section id="refused" aria-labelledby="refused-title" hidden>
        <h2 id="refused-title">Let in on a ticket that was not valid any more</h2>
        <ul></ul>
      </section>
      <section id="unread" aria-labelledby="unread-title" hidden>
        <h2 id="unread-title">Let in, and not understood by the house: write these down</h2>
        <ul></ul>
      </section>
      <p>
        <a href="/desk/door">Another showing</a>
      </p>
    </DeskLayout>
  )
}

function countTwice({ admitted }: DoorView): number {
  return admitted.reduce((sum, { again }) => sum + again.length, 0)
}
