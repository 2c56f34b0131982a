import type { ShowingView } from '../../../../domain/schemas.ts'
import { writeDate, writePrice } from '../../written.ts'
import { Occupancy } from '../occupancy.tsx'
import { ShowingStatus } from '../status.tsx'

export function titleOf({ movie, screen }: ShowingView): string {
  return movie?.title ?? `Screen ${screen}`
}

interface HeadingProps {
  readonly showing: ShowingView
  /** Of the heading: the page's own, or one within it. */
  readonly level?: 1 | 3
}

/** What is shown, when and where, and how full it is. */
export function ShowingHeading({ showing, level = 1 }: HeadingProps) {
  const { date, time, screen, status, seats, prices, currency } = showing
  return (
    <header class="showing-head">
      {level === 1 ? <h1>{titleOf(showing)}</h1> : <h3>{titleOf(showing)}</h3>}
      <p>
        <strong>
          {writeDate(date)}, {time}
        </strong>{' '}
        <span class="facts">{screen}</span> <ShowingStatus status={status} />
      </p>
      <div id="occupancy" data-live-part>
        <Occupancy counts={seats} />
      </div>
      {prices !== null && (
        <p class="facts">
          {Object.entries(prices)
            .map(([category, price]) => `${category} ${writePrice(price, currency)}`)
            .join(' · ')}
        </p>
      )}
    </header>
  )
}
