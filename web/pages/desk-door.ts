import { verdictOf } from '../../worker/domain/door-words.ts'
import { watchCamera } from './door/camera.ts'
import { SignedOut, askForView } from './door/house.ts'
import { judge } from './door/judge.ts'
import { keepPage } from './door/keep-page.ts'
import { forgetViewsOfThePast, keepView, viewOf } from './door/kept.ts'
import { sendQueue } from './door/send-queue.ts'
import { showNet, showState, showVerdict } from './door/shown.ts'

/** A phone that is held still sees the same ticket again and again. */
const sameTicketMs = 4_000
const refreshEveryMs = 10_000

const form = document.querySelector<HTMLFormElement>('form[data-door]')
if (form !== null) openDoor(form)

function openDoor(atDoor: HTMLFormElement): void {
  const { door: showing = '', zone = 'UTC' } = atDoor.dataset
  const field = (name: string): HTMLInputElement | undefined => {
    const found = atDoor.elements.namedItem(name)
    return found instanceof HTMLInputElement ? found : undefined
  }
  const [code, device] = [field('code'), field('device')]
  if (code === undefined || device === undefined) return
  device.value ||= localStorage.getItem('door') ?? ''
  device.addEventListener('change', () => localStorage.setItem('door', device.value.trim()))

  // One after the other: what the first leaves in the queue is what the second is judged by.
  let before: Promise<void> = Promise.resolve()
  const letIn = (shown: string): Promise<void> => {
    before = before.then(() => decide(shown)).catch(sayBroken)
    return before
  }

  const decide = async (shown: string): Promise<void> => {
    if (!device.reportValidity()) return
    const judged = await judge(shown, { showing, device: device.value.trim() })
    if (judged.by === 'nobody') showVerdict({ kind: 'no', title: 'Try again', text: judged.why })
    else showVerdict(verdictOf(judged.answer, zone))
    await refresh()
  }

  const refresh = async (): Promise<void> => {
    const left = await sendQueue()
    let away = 'No net: this door judges by itself'
    const view = await askForView(showing).catch((error: unknown) => {
      if (error instanceof SignedOut) away = 'You are signed out: sign in again to let people in'
      return undefined
    })
    if (view?.ok === true) await keepView(view.value)
    const known = view?.ok === true ? view.value : await viewOf(showing)
    if (known !== undefined) await showState(known, zone)
    const waiting = left === 1 ? '1 scan waits for it' : `${left} scans wait for it`
    showNet(view === undefined ? `${away}${left > 0 ? `, and ${waiting}` : ''}.` : '')
  }

  atDoor.addEventListener('submit', (event) => {
    event.preventDefault()
    const shown = code.value.trim()
    code.value = ''
    code.focus()
    if (shown !== '') void letIn(shown)
  })
  scanOnDemand(letIn)
  addEventListener('online', () => void refresh())
  addEventListener('offline', () => void refresh())
  setInterval(() => void refresh(), refreshEveryMs)
  // A page that is kept has been told by then what it judges by.
  void refresh()
    .then(keepPage)
    .then(() => forgetViewsOfThePast(Date.now()))
}

function sayBroken(): void {
  showVerdict({
    kind: 'no',
    title: 'Try again',
    text: 'This device could not judge it. Load the page again.',
  })
}

function scanOnDemand(letIn: (code: string) => Promise<void>): void {
  const button = document.getElementById('scan')
  const video = document.querySelector<HTMLVideoElement>('video#camera')
  if (button === null || video === null || navigator.mediaDevices === undefined) return
  button.hidden = false
  button.addEventListener('click', () => {
    button.hidden = true
    video.hidden = false
    let last = { code: '', at: 0 }
    const tell = (code: string): void => {
      const now = Date.now()
      const isSame = code === last.code && now - last.at < sameTicketMs
      last = { code, at: now }
      if (!isSame) void letIn(code)
    }
    watchCamera(video, new AbortController().signal, tell).catch(() => {
      button.hidden = false
      video.hidden = true
      showNet('The camera cannot be used: allow it in the browser, or type the code.')
    })
  })
}
