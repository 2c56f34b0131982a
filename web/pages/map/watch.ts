import { type SeatsState } from '../../../client/live/seats-state.ts'
import { watchSeats } from '../../../client/live/watch-seats.ts'

/** The seats of a showing whenever they change, from now until the signal aborts; while one state is being shown, others become one. */
export async function watchShowing(
  id: string,
  signal: AbortSignal,
  show: (state: SeatsState) => void | Promise<void>,
): Promise<void> {
  const url = `${location.origin}/v1/showings/${encodeURIComponent(id)}`
  const states = watchSeats(
    {
      open: (address) => new WebSocket(address.replace(/^http/, 'ws')),
      url: `${url}/live`,
      // A showing that is shown can be watched: what fails is the way there, and that is tried again.
      ask: () => Promise.resolve(),
    },
    { signal },
  )
  for await (const state of states) await show(state)
}
