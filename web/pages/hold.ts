import { sendOnce } from './form/send-once.ts'
import { countDown } from './hold/countdown.ts'
import { sendBooking } from './hold/send-booking.ts'

let isUnderWay = false

/** The seats that are kept, while they are; and a booking that survives a lost network. */
function enliven(): void {
  const form = document.querySelector<HTMLFormElement>('#booking')
  const line = document.querySelector<HTMLElement>('#left')
  const said = document.querySelector('#said')
  if (form === null || line === null) return
  countDown({
    line,
    said,
    // The house tells what there is then.
    isOver: () => {
      if (!isUnderWay) setTimeout(() => location.reload(), 1_000)
    },
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (isUnderWay) return
    isUnderWay = true
    book(form).catch(() => form.submit())
  })
}

async function book(form: HTMLFormElement): Promise<void> {
  const progress = form.querySelector('#progress')
  const say = (text: string): void => {
    if (progress !== null) progress.textContent = text
  }
  form.ariaBusy = 'true'
  say('Booking…')
  const answer = await sendBooking(form, { say })
  if (answer.kind === 'booked') {
    location.assign(answer.url)
    return
  }
  isUnderWay = false
  form.ariaBusy = 'false'
  if (answer.kind === 'silent') {
    say(
      'There is still no answer. Press again later: it tells what became of your booking, and never books twice.',
    )
    return
  }
  show(answer.html)
}

/** The page as it was answered, in place of this one: what is wrong stands in it. */
function show(html: string): void {
  const main = new DOMParser().parseFromString(html, 'text/html').querySelector('main')
  if (main === null) return location.reload()
  document.querySelector('main')?.replaceWith(document.adoptNode(main))
  enliven()
  const wrong = document.querySelector<HTMLElement>('[aria-invalid=true]') ?? document.querySelector('main')
  wrong?.focus()
}

sendOnce()
enliven()
// Going back to it finds it ready.
addEventListener('pageshow', () => {
  isUnderWay = false
})
