import { sendOnce } from './form/send-once.ts'
import { seatsPerHoldMax } from '../../worker/domain/limits.ts'
import type { SeatsState } from '../../client/live/seats-state.ts'
import { type Prices, pricesOf, writePrice } from './map/price.ts'
import { SeatBoxes } from './map/seat-boxes.ts'
import { walkByArrows } from './map/walk.ts'
import { watchWhileSeen } from './map/watch-while-seen.ts'

/** The seat map while one looks at it: what is chosen and what it costs, and what others take meanwhile. */
function enliven(form: HTMLFormElement): void {
  const boxes = new SeatBoxes(form)
  const prices = pricesOf(form)
  const choice = document.querySelector('#choice')
  const news = document.querySelector('#news')
  const invitation = choice?.textContent ?? ''
  const map = form.querySelector('.map')

  const tell = (): void => {
    const chosen = boxes.chosen
    if (choice !== null) choice.textContent = chosen.length === 0 ? invitation : sayChoice(chosen, prices)
  }
  const say = (text: string): void => {
    if (news !== null) news.textContent = text
  }
  const show = ({ changed, seats }: SeatsState): void => {
    const lost = changed.filter((label) => boxes.show(label, seats.get(label) ?? 'blocked'))
    if (lost.length === 0) return
    say(sayLost(lost, boxes.chosen))
    tell()
  }

  map?.addEventListener('change', ({ target }) => {
    say('')
    if (target instanceof HTMLInputElement && boxes.chosen.length > seatsPerHoldMax) {
      target.checked = false
      say(`You can choose ${seatsPerHoldMax} seats at once.`)
    }
    tell()
  })
  if (map !== null) {
    walkByArrows(map)
    map.scrollLeft = (map.scrollWidth - map.clientWidth) / 2
  }
  tell()
  watchWhileSeen(form, show)
}

function sayChoice(chosen: readonly HTMLInputElement[], prices: Prices | undefined): string {
  const seats = list(chosen.map(({ value }) => value))
  if (prices === undefined) return seats
  const total = chosen.reduce(
    (sum, { dataset }) => sum + (prices.byCategory[dataset['category'] ?? ''] ?? 0),
    0,
  )
  return `${seats}: ${writePrice(total, prices.currency)}`
}

function sayLost(lost: readonly string[], left: readonly HTMLInputElement[]): string {
  const gone = `${list(lost)} ${lost.length === 1 ? 'was' : 'were'} taken by somebody else just now.`
  return left.length === 0 ? gone : `${gone} You still have ${list(left.map(({ value }) => value))}.`
}

function list(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}

sendOnce()
const form = document.querySelector<HTMLFormElement>('form.choosing')
if (form !== null) enliven(form)
