import QuickLRU from 'quick-lru'
import { keptMax, keptMsMax, readingSharedMsMax } from '../domain/limits.ts'
import { SharedReading } from '../shared-reading.ts'

interface Copy<T> {
  readonly value: T
  readonly readAt: number
}

/**
 * What changes rarely and every request needs: an isolate keeps a copy for a minute. Where many ask at once for one
 * that is not known, one of them reads it for all: a plan of 50,000 seats takes milliseconds.
 */
export class Kept<T> {
  readonly #read: (id: string) => Promise<T | undefined>
  readonly #now: () => number
  readonly #copies = new QuickLRU<string, Copy<T>>({ maxSize: keptMax })
  readonly #readings = new Map<string, SharedReading<T | undefined>>()

  constructor(read: (id: string) => Promise<T | undefined>, now: () => number) {
    this.#read = read
    this.#now = now
  }

  async find(id: string, ageMsMax = keptMsMax): Promise<T | undefined> {
    const copy = this.#copies.get(id)
    if (copy !== undefined && this.#now() - copy.readAt <= ageMsMax) return copy.value
    const reading = this.#readings.get(id)
    // Whoever reads may have been given up by the runtime, and is not waited for by those who come much later.
    const sharedMsMax = Math.min(ageMsMax, readingSharedMsMax)
    if (reading !== undefined && this.#now() - reading.since < sharedMsMax) return reading.join()
    return this.#readFor(id)
  }

  /** This isolate has had it changed: the next to ask reads it anew. */
  forget(id: string): void {
    this.#copies.delete(id)
    this.#readings.delete(id)
  }

  async #readFor(id: string): Promise<T | undefined> {
    const reading = new SharedReading<T | undefined>(this.#now())
    this.#readings.set(id, reading)
    try {
      return await reading.lead(async () => {
        const value = await this.#read(id)
        // Not where it was changed meanwhile.
        if (this.#readings.get(id) !== reading) return value
        if (value === undefined) this.#copies.delete(id)
        else this.#copies.set(id, { value, readAt: reading.since })
        return value
      })
    } finally {
      if (this.#readings.get(id) === reading) this.#readings.delete(id)
    }
  }
}
