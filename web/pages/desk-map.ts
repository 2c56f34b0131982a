import type { SeatStatus } from '../../worker/domain/live-message.ts'
import type { SeatsState } from '../../client/live/seats-state.ts'
import { watchWhileSeen } from './map/watch-while-seen.ts'

/*
 * Who sits where, while one looks at it. The live map tells that seats changed, to everybody, and so not whose they are: the page
 * is asked for again then, and what became of those seats taken out of it.
 */
const pauseMsMin = 1_000
const pauseMsMax = 30_000
const labelsToldMax = 8

const words: Readonly<Record<SeatStatus, string>> = {
  free: 'free again',
  held: 'held',
  sold: 'sold',
  blocked: 'off sale',
}
const statuses = ['sold', 'held', 'free', 'blocked'] as const satisfies readonly SeatStatus[]

const form = document.querySelector<HTMLFormElement>('form.counter[data-showing]')
if (form !== null) enliven(form)

function enliven(counter: HTMLFormElement): void {
  const news = document.getElementById('news')
  const say = (text: string): void => {
    if (news !== null) news.textContent = text
  }
  let isFirst = true
  watchWhileSeen(counter, async ({ seats, changed }) => {
    const shown = seatsIn(counter)
    // The first state tells of all seats, of which the page knows most.
    const stale = isFirst
      ? changed.filter((label) => !isShownAs(shown.get(label), seats.get(label)))
      : changed
    isFirst = false
    if (stale.length === 0) return
    for (let pauseMs = pauseMsMin; ; pauseMs = Math.min(pauseMs * 2, pauseMsMax)) {
      const page = await pageNow(counter.dataset['page'] ?? '')
      if (page !== undefined) {
        say(sayNews({ seats, changed: stale }, renew(page, { counter, labels: stale })))
        await pause(pauseMsMin)
        return
      }
      say('This map may not be up to date: load the page again.')
      await pause(pauseMs)
    }
  })
}

/** Undefined where it cannot be had: there is no net, or the session is over. */
async function pageNow(address: string): Promise<Document | undefined> {
  try {
    const answer = await fetch(address, { headers: { accept: 'text/html' }, redirect: 'error' })
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html') : undefined
  } catch {
    return undefined
  }
}

/** Puts seats, and what is said of all, as they are by now in the place of what was; answers which were ticked and are gone. */
function renew(
  page: Document,
  { counter, labels }: { counter: HTMLFormElement; labels: readonly string[] },
): string[] {
  for (const part of document.querySelectorAll('[data-live-part]')) {
    const fresh = page.getElementById(part.id)
    if (fresh !== null) part.replaceChildren(...document.adoptNode(fresh).childNodes)
  }
  const [shown, known] = [seatsIn(counter), seatsIn(page)]
  const lost = labels.filter((label) => {
    const [here, there] = [shown.get(label), known.get(label)]
    return here !== undefined && there !== undefined && replaceSeat(here, document.adoptNode(there))
  })
  if (lost.length > 0) counter.dispatchEvent(new Event('change', { bubbles: true }))
  return lost
}

/** True where it was ticked and cannot be any more. */
function replaceSeat(here: Element, there: Element): boolean {
  const [was, is] = [here.querySelector('input'), there.querySelector('input')]
  const hadFocus = here.contains(document.activeElement)
  if (is !== null) is.checked = was?.checked === true
  here.replaceWith(there)
  if (hadFocus) (is ?? (there instanceof HTMLElement ? there : null))?.focus()
  return was?.checked === true && is === null
}

function seatsIn(root: ParentNode): ReadonlyMap<string, Element> {
  const seats = root.querySelectorAll<HTMLElement>('.map [data-seat]')
  return new Map([...seats].map((seat) => [seat.dataset['seat'] ?? '', seat]))
}

/** Those of the booking that is being moved are sold to it. */
function isShownAs(seat: Element | undefined, status: SeatStatus | undefined): boolean {
  if (seat === undefined || status === undefined) return false
  return seat.classList.contains(status) || (status === 'sold' && seat.classList.contains('own'))
}

function sayNews({ seats, changed }: Pick<SeatsState, 'seats' | 'changed'>, lost: readonly string[]): string {
  const told = statuses.flatMap((status) => {
    const labels = changed.filter((label) => seats.get(label) === status)
    return labels.length === 0 ? [] : [`${list(labels)} ${words[status]}`]
  })
  const gone = lost.length === 0 ? '' : ` ${list(lost)} ${lost.length === 1 ? 'was' : 'were'} ticked here.`
  return `Just now: ${told.join('; ')}.${gone}`
}

function list(labels: readonly string[]): string {
  const more = labels.length - labelsToldMax
  const told = labels.slice(0, labelsToldMax).join(', ')
  return more > 0 ? `${told} and ${more} more` : told
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
