import type { Violation } from '../judge/history.ts'
import { type Invariant, violated } from '../judge/invariants.ts'

const tailMax = 40
const alarmsMax = 20
/** A bug's stack comes on the lines after it. */
const linesPerAlarm = 12

/** What the house never logs, unless something is wrong with it; and what that violates. */
const alarms: ReadonlyMap<string | undefined, Invariant> = new Map([
  ['bug', 'documented'],
  ['bookings and tickets differ', 'whole'],
])

/** What the house printed: its alarms, and its last lines. */
export class HouseOutput {
  readonly tail: string[] = []
  /** How often the supervisor started workerd again. */
  restarts = 0
  readonly #alarms: { readonly invariant: Invariant; readonly lines: string[] }[] = []

  hear(line: string): void {
    this.tail.push(line)
    if (this.tail.length > tailMax) this.tail.shift()
    if (line.includes('ended unexpectedly')) this.restarts += 1
    const [, event] = /\bevent['"]?: ?['"]([^'"]*)['"]/.exec(line) ?? []
    const invariant = alarms.get(event)
    const last = this.#alarms.at(-1)
    if (invariant !== undefined && this.#alarms.length < alarmsMax)
      this.#alarms.push({ invariant, lines: [line] })
    else if (last !== undefined && last.lines.length < linesPerAlarm) last.lines.push(line)
  }

  get violations(): Violation[] {
    return this.#alarms.map(({ invariant, lines }) =>
      violated(invariant, `the house says: ${lines.join('\n')}`),
    )
  }
}
