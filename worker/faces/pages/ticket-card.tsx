import { QrCode } from './qr-code.tsx'
import type { SeenShowing } from './read-showing.ts'
import { titleOf } from './showing-page.tsx'
import { writeDate } from './written.ts'

export interface TicketProps {
  readonly seen: SeenShowing
  readonly seat: string
  readonly code: string
  /** When it was used, as people say it; none where it was not. */
  readonly admitted: string | undefined
}

/** What is shown at the door for one seat. */
export function TicketCard({ seen, seat, code, admitted }: TicketProps) {
  const { showing, screenName, venue } = seen
  return (
    <article class="ticket">
      <div class="stub">
        <p class="house-name">{venue.name}</p>
        <p class="what">{titleOf(seen)}</p>
        <p>
          {writeDate(showing.date)}
          <br />
          <strong>{showing.time}</strong> · {screenName}
        </p>
        <p class="seat-name">
          <span>Seat</span> {seat}
        </p>
      </div>
      <div class="code">
        <QrCode text={code} label={`Code of the ticket for seat ${seat}`} />
        {admitted !== undefined && <p class="used">Used at {admitted}</p>}
      </div>
    </article>
  )
}
