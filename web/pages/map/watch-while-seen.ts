import type { SeatsState } from '../../../client/live/seats-state.ts'
import { watchShowing } from './watch.ts'

/** Not while its page is left: what is kept for its own buyer then is no news to him. */
export function watchWhileSeen(
  form: HTMLFormElement,
  show: (state: SeatsState) => void | Promise<void>,
): void {
  const showing = form.dataset['showing'] ?? ''
  let leaving = new AbortController()
  const leave = (): void => leaving.abort()
  const watch = (): void => {
    leave()
    leaving = new AbortController()
    watchShowing(showing, leaving.signal, show).catch(() => undefined)
  }
  form.addEventListener('submit', leave)
  addEventListener('pagehide', leave)
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) watch()
  })
  watch()
}
