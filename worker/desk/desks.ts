import { deskRestMs, desksRememberedMax } from '../domain/limits.ts'
import { type Showing, type ShowingId, parseShowingId } from '../domain/showing.ts'
import { logError } from '../log.ts'
import { Desk } from './desk.ts'
import type { Clock, DeskStore } from './ports.ts'
import type { Waker } from './waker.ts'
import { Watchers } from './watchers.ts'

interface DesksOptions {
  readonly storeOf: (showing: Showing) => DeskStore
  readonly clock: Clock
  readonly gallery: Gallery
  /** What one who watches is told of a showing that nobody has booked. */
  readonly plannedOf: (showing: Showing) => Promise<string>
  /** Of each desk. */
  readonly queueMax?: number
  readonly restMs?: number
}

/** Those who watch, and what wakes their desks, as the runtime has them. */
interface Gallery {
  readonly watched: () => Iterable<string>
  readonly socketsOf: (showing: ShowingId) => readonly Pick<WebSocket, 'send'>[]
  /** The earliest instant that was named counts. */
  readonly wakeAt: Waker
}

interface Staffed {
  readonly showing: Showing
  readonly desk: Desk
  readonly watchers: Watchers
  readonly askedAt: number
}

/** The desks of one screen: one for each showing that somebody asks for, until nobody has done so for a while. */
export class Desks {
  readonly #options: DesksOptions
  /** Those that were asked for longest ago come first. */
  readonly #staffed = new Map<ShowingId, Staffed>()
  #wakesAt = Number.POSITIVE_INFINITY

  constructor(options: DesksOptions) {
    this.#options = options
  }

  deskOf(showing: string): Desk {
    return this.#staff(showing).desk
  }

  release(showing: string, booking: string, seats: readonly string[], movedSince?: number): void {
    const staffed = this.#staff(showing)
    staffed.desk.release(booking, seats, movedSince)
    lookForWatchers(staffed)
  }

  programmeChanged(showing: string): void {
    const staffed = this.#staff(showing)
    staffed.desk.programmeChanged()
    lookForWatchers(staffed)
  }

  /** Lets somebody watch, with what he is told first. False where he cannot be told anything now. */
  async attend(
    id: string,
    since: string | undefined,
    letIn: (messages: readonly string[]) => void,
  ): Promise<boolean> {
    const { plannedOf } = this.#options
    const asked = this.#staff(id)
    const seen = await asked.desk.lookAnew()
    if (seen === 'away') return false
    const planned = seen === 'not there' ? await plannedOf(asked.showing) : ''
    // Somebody may have booked there meanwhile; and what was seen may be in doubt again, or forgotten.
    const { desk, watchers } = this.#staff(id)
    const { known } = desk
    if (known === undefined && seen !== 'not there') return false
    letIn(known === undefined ? [planned] : watchers.welcome(known, since))
    return true
  }

  /** Holds have run out. Those who watch are told, where that is known; and all whose desks this memory does not have, as it has slept. */
  wake(): void {
    const { clock, gallery } = this.#options
    this.#wakesAt = Number.POSITIVE_INFINITY
    for (const id of gallery.watched()) {
      const isNew = !this.#staffed.has(showingOf(id).id)
      const staffed = this.#staff(id)
      const { wakesAt } = staffed.watchers
      if (isNew || wakesAt <= clock.now()) void wake(staffed)
      else this.#wakeAt(wakesAt)
    }
  }

  #staff(id: string): Staffed {
    const showing = showingOf(id)
    const known = this.#staffed.get(showing.id)
    this.#staffed.delete(showing.id)
    this.#forget()
    const staffed = { ...(known ?? this.#start(showing)), askedAt: this.#options.clock.now() }
    this.#staffed.set(showing.id, staffed)
    return staffed
  }

  #start(showing: Showing): Omit<Staffed, 'askedAt'> {
    const { storeOf, clock, gallery, queueMax } = this.#options
    const watchers = new Watchers(
      { sockets: () => gallery.socketsOf(showing.id), wakeAt: (instant) => this.#wakeAt(instant) },
      clock,
    )
    const desk = new Desk(showing, storeOf(showing), clock, { queueMax, watch: watchers })
    watchers.desk = desk
    return { showing, desk, watchers }
  }

  /** Of those who were asked for longest ago two, as one comes in: so there are no more than are busy, watched or remembered. */
  #forget(): void {
    const { clock, restMs = deskRestMs } = this.#options
    for (const [id, staffed] of this.#staffed.entries().take(2)) {
      const isDue = clock.now() - staffed.askedAt >= restMs || this.#staffed.size > desksRememberedMax
      if (!isDue) return
      this.#staffed.delete(id)
      if (!staffed.desk.isResting || !staffed.watchers.isEmpty) this.#staffed.set(id, staffed)
    }
  }

  #wakeAt(instant: number): void {
    if (instant >= this.#wakesAt) return
    this.#wakesAt = instant
    void this.#setAlarm(instant)
  }

  /** One that cannot be set must not silence those that come. */
  async #setAlarm(instant: number): Promise<void> {
    try {
      await this.#options.gallery.wakeAt(instant)
    } catch (error) {
      logError({ event: 'alarm not set', error: error instanceof Error ? error.message : 'unknown' })
      if (this.#wakesAt === instant) this.#wakesAt = Number.POSITIVE_INFINITY
    }
  }
}

function showingOf(id: string): Showing {
  const showing = parseShowingId(id)
  if (showing === undefined) throw new Error('a desk is addressed by the id of a showing')
  return showing
}

/** A desk that does not know its showing, as it has slept, would tell those who watch nothing. */
function lookForWatchers(staffed: Staffed): void {
  if (!staffed.watchers.isEmpty) void wake(staffed)
}

async function wake({ desk, watchers }: Staffed): Promise<void> {
  if ((await desk.look()) === 'away') watchers.wakeLater()
  else watchers.wake()
}
