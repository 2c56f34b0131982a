import type { ShowingView } from '../../domain/schemas.ts'
import { writePrice } from './written.ts'

/** Drawn once, and used by each seat that bears one. */
export function SeatMarks() {
  return (
    <svg class="unseen" aria-hidden="true">
      <symbol id="wheelchair" viewBox="0 0 24 24">
        <circle cx="9" cy="4" r="2.2" />
        <path d="M9 7.5v6h6l3 5.5M9 10h5" />
        <path d="M6.6 11.6a5.2 5.2 0 1 0 7.3 6.6" />
      </symbol>
      <symbol id="companion" viewBox="0 0 24 24">
        <circle cx="9" cy="7" r="3" />
        <path d="M3.5 20c0-4 2-6.5 5.5-6.5s5.5 2.5 5.5 6.5M18.5 7v7M15 10.5h7" />
      </symbol>
    </svg>
  )
}

interface LegendProps {
  readonly categories: readonly string[]
  readonly prices: ShowingView['prices']
  readonly currency: string
  readonly hasWheelchairPlaces: boolean
  readonly hasCompanionSeats: boolean
}

/** What the map's seats mean, and cost. */
export function SeatLegend(props: LegendProps) {
  const { categories, prices, currency } = props
  return (
    <ul class="legend" aria-label="What the seats mean">
      {categories.map((category, index) => {
        const price = prices?.[category]
        return (
          <li>
            <span class={index === 0 ? 'seat' : `seat c${Math.min(index, 4)}`} aria-hidden="true" />
            {categories.length === 1 ? 'Free' : capitalized(category)}
            {price !== undefined && <strong> {writePrice(price, currency)}</strong>}
          </li>
        )
      })}
      <li>
        <span class="seat chosen" aria-hidden="true" /> Yours
      </li>
      <li>
        <span class="seat held" aria-hidden="true" /> Held for somebody
      </li>
      <li>
        <span class="seat sold" aria-hidden="true" /> Sold
      </li>
      {props.hasWheelchairPlaces && (
        <li>
          <span class="seat" aria-hidden="true">
            <svg>
              <use href="#wheelchair" />
            </svg>
          </span>{' '}
          Wheelchair place
        </li>
      )}
      {props.hasCompanionSeats && (
        <li>
          <span class="seat" aria-hidden="true">
            <svg>
              <use href="#companion" />
            </svg>
          </span>{' '}
          Companion’s seat
        </li>
      )}
    </ul>
  )
}

export function capitalized(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`
}
