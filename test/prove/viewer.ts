import { SeatsStates } from '../../client/live/seats-state.ts'
import type { SeatStatus } from '../../worker/domain/live-message.ts'
import type { Telling, Violation } from '../judge/history.ts'
import { violated } from '../judge/invariants.ts'
import type { Seat, SimulatedScreen } from './simulated-screen.ts'
import type { Watching } from './plan.ts'
import type { Scheduler } from './scheduler.ts'

const retryMs = 1_000

/** Somebody who watches a showing, goes away now and then, and comes back with the version that he knows. */
export class Viewer {
  /** What he was told, in this order. */
  readonly tellings: Telling[] = []
  readonly violations: Violation[] = []
  readonly showing: string
  readonly #screen: SimulatedScreen
  readonly #scheduler: Scheduler
  readonly #states = new SeatsStates()
  #known: ReadonlyMap<string, SeatStatus> = new Map()
  #seat: Seat | undefined
  #isAway = false

  constructor(showing: string, { screen, scheduler }: { screen: SimulatedScreen; scheduler: Scheduler }) {
    this.showing = showing
    this.#screen = screen
    this.#scheduler = scheduler
  }

  get known(): ReadonlyMap<string, SeatStatus> {
    return this.#known
  }

  async play({ pauseMs, absences }: Watching): Promise<void> {
    await this.#scheduler.pause(pauseMs).over
    await this.#come()
    for (const { afterMs, ms } of absences) {
      await this.#scheduler.pause(afterMs).over
      this.#leave()
      await this.#scheduler.pause(ms).over
      await this.#come()
    }
  }

  async #come(): Promise<void> {
    this.#isAway = false
    while (!this.#isAway && this.#seat === undefined) {
      const seat: Seat = {
        send: (text) => this.#hear(text),
        lost: () => {
          if (this.#seat !== seat) return
          this.#seat = undefined
          void this.#come()
        },
      }
      this.#seat = seat
      const isIn = await this.#screen.attend(this.showing, seat, this.#states.version)
      if (this.#seat !== seat) return isIn ? this.#screen.depart(this.showing, seat) : undefined
      if (isIn) return
      this.#seat = undefined
      await this.#scheduler.pause(retryMs).over
    }
  }

  #leave(): void {
    this.#isAway = true
    if (this.#seat !== undefined) this.#screen.depart(this.showing, this.#seat)
    this.#seat = undefined
  }

  #hear(text: string): void {
    if (!this.#states.hear(text)) {
      this.violations.push(violated('watched', `${this.showing}: a gap before ${text}`))
    }
    // Of what comes at once, as what he missed does, the last counts.
    queueMicrotask(() => this.#take())
  }

  #take(): void {
    const state = this.#states.take()
    if (state === undefined) return
    this.#known = state.seats
    const at = this.#scheduler.now()
    for (const seat of state.changed) {
      this.tellings.push({ showing: this.showing, seat, status: state.seats.get(seat) ?? 'gone', at })
    }
  }
}
