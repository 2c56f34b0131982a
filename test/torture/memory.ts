import { setTimeout as pause } from 'node:timers/promises'
import type { House } from './house.ts'
import { processes } from './processes.ts'

const everyMs = 1_000

/** The most memory that the servers were seen to hold, in bytes. */
export class Memory {
  workerd = 0
  database = 0
  readonly #house: House

  constructor(house: House) {
    this.#house = house
  }

  async play(until: AbortSignal): Promise<void> {
    while (!until.aborted) {
      const { workerd, database } = await this.#house.servers()
      for (const { pid, residentBytes } of await processes()) {
        if (pid === workerd) this.workerd = Math.max(this.workerd, residentBytes)
        if (pid === database) this.database = Math.max(this.database, residentBytes)
      }
      await pause(everyMs)
    }
  }
}
