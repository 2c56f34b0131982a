import { type Failure } from '../../domain/failures.ts'
import { seatsPerHoldMax } from '../../domain/limits.ts'
import type { Hold, ShowingView } from '../../domain/schemas.ts'
import { localOf } from '../../domain/venue-time.ts'
import { Layout } from './layout.tsx'
import type { SeenSeats, SeenShowing } from './read-showing.ts'
import { type SeatChoice, offerText } from './seat-choice.ts'
import { SeatMap } from './seat-map.tsx'
import { SeatLegend, capitalized } from './seat-marks.tsx'
import { writeList, writeMoment, writeSeats } from './written.ts'

export interface ShowingProps {
  readonly seen: SeenSeats
  readonly choice: SeatChoice
  /** What is kept for this buyer already. */
  readonly own?: Hold | undefined
  /** Why the seats that were asked for cannot be had. */
  readonly failure?: Failure | undefined
}

/** A showing's seats, to choose among. */
export function ShowingPage({ seen, choice, own, failure }: ShowingProps) {
  const { showing, venue } = seen
  const isOpen = showing.status === 'on_sale'
  return (
    <Layout
      title={titleOf(seen)}
      venue={venue.name}
      styles={['room', 'seats']}
      scripts={isOpen ? ['seats'] : []}
      isWide
    >
      <ShowingHead seen={seen} />
      <SalesNote showing={showing} />
      {own !== undefined && <OwnHold hold={own} zone={venue.zone} />}
      <form
        class="choosing"
        method="post"
        action={`/showings/${showing.id}`}
        {...forScript(showing, own?.seats)}
      >
        <input type="hidden" name="key" value={choice.nonce} />
        <SeatField seen={seen} chosen={new Set(choice.seats)} isClosed={!isOpen}>
          {failure !== undefined && <ChoiceFailure failure={failure} />}
        </SeatField>
        {isOpen && (
          <div class="side">
            <div class="choice">
              <p id="choice" role="status">
                {`Choose up to ${seatsPerHoldMax} seats. They are kept for you for ${venue.holdMinutes} minutes.`}
              </p>
              <button type="submit" name="by" value="seats">
                Keep these seats
              </button>
            </div>
            <BestField
              choice={choice}
              categories={seen.plan.categories}
              hasAccessible={hasAccessible(seen)}
            />
          </div>
        )}
      </form>
    </Layout>
  )
}

export function titleOf({ showing, screenName }: SeenShowing): string {
  return showing.movie?.title ?? `${screenName}, ${showing.time}`
}

/** What the map's script tells prices by, and asks for changes. */
export function forScript({ id, prices, currency }: ShowingView, own: readonly string[] = []) {
  return {
    'data-own': JSON.stringify(own),
    'data-showing': id,
    'data-currency': currency,
    ...(prices === null ? {} : { 'data-prices': JSON.stringify(prices) }),
  }
}

export function ShowingHead({ seen }: { seen: SeenShowing }) {
  const { showing, screenName } = seen
  const { movie } = showing
  return (
    <>
      <h1>{titleOf(seen)}</h1>
      <p class="facts">
        <time datetime={showing.startsAt}>{writeMoment(showing)}</time> · {screenName}
        {movie !== null && ` · ${movie.runningMinutes} min`}
        {movie !== null && movie.rating !== null && ` · ${movie.rating}`}
      </p>
    </>
  )
}

function SalesNote({ showing: { status, seats } }: { showing: ShowingView }) {
  if (status === 'cancelled') return <p class="note bad">This showing is cancelled.</p>
  if (status === 'closed') return <p class="note warn">Sales for this showing are closed.</p>
  if (status === 'announced') return <p class="note warn">Seats for this showing are not on sale yet.</p>
  if (seats.free === 0) return <p class="note warn">No seat is free at the moment.</p>
  return null
}

function OwnHold({ hold, zone }: { hold: Hold; zone: string }) {
  return (
    <p class="note good">
      {writeSeats(hold.seats)} {hold.seats.length === 1 ? 'is' : 'are'} kept for you until{' '}
      {localOf(Date.parse(hold.expiresAt), zone).time}. <a href={`/holds/${hold.id}`}>Go on with them</a>, or
      choose again.
    </p>
  )
}

interface SeatFieldProps {
  readonly seen: SeenSeats
  readonly chosen: ReadonlySet<string>
  readonly isClosed: boolean
  readonly children?: unknown
}

/** The map, what it means, and what was wrong with what was chosen on it. */
export function SeatField({ seen, chosen, isClosed, children }: SeatFieldProps) {
  const { showing, plan, statuses } = seen
  return (
    <fieldset class="house">
      <legend>Choose your seats</legend>
      {children}
      <p id="news" role="status" />
      <SeatMap
        seats={plan.seats}
        categories={plan.categories}
        statuses={statuses}
        chosen={chosen}
        isClosed={isClosed}
      />
      <SeatLegend
        categories={plan.categories}
        prices={showing.prices}
        currency={showing.currency}
        hasWheelchairPlaces={hasAccessible(seen)}
        hasCompanionSeats={plan.seats.some(({ companion }) => companion)}
      />
    </fieldset>
  )
}

function hasAccessible({ plan }: SeenSeats): boolean {
  return plan.seats.some(({ accessible }) => accessible)
}

/** In words, with what there is instead as a button. */
export function ChoiceFailure({ failure }: { failure: Failure }) {
  return (
    <div class="note bad" role="alert" data-code={failure.code}>
      <p>{failure.message}</p>
      {failure.code === 'single_stranded' && (
        <button type="submit" name="offer" value={offerText(failure.details.offer)} class="quiet">
          Take {writeList(failure.details.offer)}
        </button>
      )}
    </div>
  )
}

interface BestFieldProps {
  readonly choice: SeatChoice
  readonly categories: readonly string[]
  readonly hasAccessible: boolean
}

function BestField({ choice, categories, hasAccessible: asksForPlace }: BestFieldProps) {
  const counts = Array.from({ length: seatsPerHoldMax }, (_, index) => index + 1)
  return (
    <fieldset class="best">
      <legend>Or have us choose</legend>
      <label>
        How many
        <select name="count">
          {counts.map((count) => (
            <option value={String(count)} selected={count === choice.count}>
              {count === 1 ? '1 seat' : `${count} seats together`}
            </option>
          ))}
        </select>
      </label>
      {categories.length > 1 && (
        <label>
          Where
          <select name="category">
            <option value="">Wherever it is best</option>
            {categories.map((category) => (
              <option value={category} selected={category === choice.category}>
                {capitalized(category)}
              </option>
            ))}
          </select>
        </label>
      )}
      {asksForPlace && (
        <label class="tick">
          <input type="checkbox" name="accessible" value="yes" checked={choice.accessible} />
          With a wheelchair place
        </label>
      )}
      <button type="submit" name="by" value="best" class="quiet">
        Keep the best
      </button>
    </fieldset>
  )
}
