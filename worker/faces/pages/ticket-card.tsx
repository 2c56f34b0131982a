import type { SeenShowing } from './read-showing.ts'
import { titleOf } from './showing-page.tsx'
import { writeDate } from './written.ts'

export interface TicketProps {
  readonly seen: SeenShowing
  readonly seat: string
}

/** What is shown at the door for one seat. */
export function TicketCard({ seen, seat }: TicketProps) {
  const { showing, screenName, venue } = seen
  return (
    <article class="ticket">
      <div class="stub">
        <p class="house-name">{venue.name}</p>
        <h3>{titleOf(seen)}</h3>
        <p>
          {writeDate(showing.date)}
          <br />
          <strong>{showing.time}</strong> · {screenName}
        </p>
        <p class="seat-name">
          <span>Seat</span> {seat}
        </p>
      </div>
    </article>
  )
}
