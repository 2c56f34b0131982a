import { setTimeout as pause } from 'node:timers/promises'
import type { Chance } from '../prove/chance.ts'
import type { Cron } from './cron.ts'
import type { Disk } from './disk.ts'
import type { House, Servers } from './house.ts'
import type { Ledger } from './ledger.ts'
import { signal } from './processes.ts'
import type { Weather } from './weather.ts'

const betweenMsMin = 1_000
const betweenMsMax = 5_000

interface Victims {
  readonly house: House
  readonly disk: Disk
  readonly cron: Cron
  readonly ledger: Ledger
  readonly chance: Chance
}

/** What goes wrong: one thing after the other begins, and some last until after the next. */
export class Mischief {
  kills = 0
  /** Kills while at least one request was between send and reply. */
  killsInMidair = 0
  /** By victim; a server of a supervisor that is killed with it goes with that. */
  readonly killed = { supervisor: 0, workerd: 0, database: 0 }
  stops = 0
  fullDisks = 0
  storms = 0
  readonly #victims: Victims
  readonly #lasting = new Set<Promise<void>>()
  #calms = 0

  constructor(victims: Victims) {
    this.#victims = victims
  }

  async play(until: AbortSignal): Promise<void> {
    const { chance, disk } = this.#victims
    const choices = this.#choices().flatMap(([weight, act]) => Array.from({ length: weight }, () => act))
    const possible = disk.lacks === undefined ? [...choices, ...this.#onDisk()] : choices
    while (!until.aborted) {
      await pause(chance.between(betweenMsMin, betweenMsMax), undefined, { signal: until }).catch(() => 0)
      if (!until.aborted) this.#begin(chance.of(possible)())
    }
    await Promise.all(this.#lasting)
  }

  #choices(): [weight: number, act: () => Promise<void>][] {
    const { chance, cron } = this.#victims
    return [
      [18, () => this.#kill(['workerd'])],
      [14, () => this.#kill(['database'])],
      [6, () => this.#kill(['supervisor', 'workerd', 'database'])],
      [2, () => this.#kill(['supervisor'])],
      [7, () => this.#killBeforeArrival()],
      [8, () => this.#stop('workerd')],
      [8, () => this.#stop('database')],
      [6, () => this.#storm({ kind: 'late', percent: 100, msMin: 10, msMax: 3_000 })],
      [6, () => this.#storm({ kind: 'late', percent: chance.between(5, 50), msMin: 500, msMax: 8_000 })],
      [7, () => this.#storm({ kind: 'cut', percent: chance.between(5, 100) })],
      [7, () => this.#storm({ kind: 'swallow', percent: chance.between(5, 100), isSilent: false })],
      [4, () => this.#storm({ kind: 'swallow', percent: chance.between(5, 50), isSilent: true })],
      [5, () => this.#storm({ kind: 'twice', percent: chance.between(5, 100) })],
      [6, () => this.#storm({ kind: 'refuse' })],
      [8, () => cron.jumpAhead(chance)],
      [3, async () => void (await cron.fire(Date.now()))],
    ]
  }

  #onDisk(): (() => Promise<void>)[] {
    return Array.from({ length: 7 }, () => () => this.#fillDisk())
  }

  #begin(act: Promise<void>): void {
    const lasting = act.finally(() => this.#lasting.delete(lasting))
    this.#lasting.add(lasting)
  }

  async #kill(victims: readonly (keyof Servers)[]): Promise<void> {
    const servers = await this.#victims.house.servers()
    const underWay = this.#victims.ledger.underWay
    const killed = victims.filter((victim) => signal(servers[victim], 'SIGKILL'))
    if (killed.length === 0) return
    this.kills += 1
    if (underWay > 0) this.killsInMidair += 1
    for (const victim of killed) if (victim !== 'workerd' || killed.length === 1) this.killed[victim] += 1
  }

  /** What the Worker has sent arrives when its successor has already opened the showings anew. */
  async #killBeforeArrival(): Promise<void> {
    const { chance } = this.#victims
    await this.#storm({ kind: 'late', percent: 100, msMin: 1_000, msMax: 8_000 }, chance.between(100, 600))
    await this.#kill(['workerd'])
  }

  async #stop(victim: 'workerd' | 'database'): Promise<void> {
    const { chance, house } = this.#victims
    const pid = (await house.servers())[victim]
    if (!signal(pid, 'SIGSTOP')) return
    this.stops += 1
    await pause(chance.between(100, chance.of([1_000, 3_000, 12_000])))
    // Where it was killed meanwhile, its number may be somebody else's by now.
    if ((await house.servers())[victim] === pid) signal(pid, 'SIGCONT')
  }

  /** Where storms overlap, the later one rages, and the last one's end is the calm. */
  async #storm(weather: Weather, ms = this.#victims.chance.between(200, 6_000)): Promise<void> {
    const { proxy } = this.#victims.house
    this.storms += 1
    this.#calms += 1
    proxy.weather = weather
    await pause(ms)
    this.#calms -= 1
    if (this.#calms === 0) proxy.weather = { kind: 'fair' }
  }

  async #fillDisk(): Promise<void> {
    const { chance, disk } = this.#victims
    this.fullDisks += 1
    await disk.fill()
    await pause(chance.between(1_000, 8_000))
    await disk.free()
  }
}
