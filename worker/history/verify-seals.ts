import type { EntryBytes } from '../../db/history/pages.ts'
import type { Seal } from '../../db/history/seals.ts'
import { unsealedToldMax } from '../domain/limits.ts'
import { Cursor } from './cursor.ts'
import type { Finding } from './finding.ts'
import type { Sealer } from './sealer.ts'

interface Chain {
  readonly entries: AsyncIterable<EntryBytes>
  readonly seals: AsyncIterable<Seal>
  /** By the names of their keys. */
  readonly sealers: ReadonlyMap<string, Sealer>
}

/**
 * Compares sealed entries with their seals, one at a time. Each is judged by the stored seal before it, so that one that was altered
 * is named and does not spoil those that follow. Those after the last seal are not judged.
 */
export async function* verifySeals({ entries, seals, sealers }: Chain): AsyncGenerator<Finding> {
  const entry = new Cursor(entries)
  const judge = new SealJudge()
  await entry.next()
  for await (const seal of seals) {
    const sealer = sealers.get(seal.key)
    for (; entry.now !== undefined && entry.now.sequence < seal.sequence; await entry.next()) {
      yield* await judge.pass(entry.now, sealer)
    }
    const own = entry.now?.sequence === seal.sequence ? entry.now : undefined
    if (own !== undefined) await entry.next()
    yield* await judge.take(seal, own, sealer)
  }
  yield* judge.end()
}

/** An entry does not fit its seal; the next seal tells which of the two was altered. */
interface Doubt {
  readonly finding: Finding
  /** What its seal would be. */
  readonly computed: string
}

class SealJudge {
  /** The stored seal of the last entry. */
  #previous = ''
  #last = 0
  #doubt: Doubt | undefined
  /** Entries after the last seal that have none, and what their own would be. */
  #passed: number[] = []
  #bridge: string | undefined

  /** An entry among the sealed that has no seal. */
  async pass(entry: EntryBytes, sealer: Sealer | undefined): Promise<Finding[]> {
    this.#bridge = sealer && (await sealer.mac(this.#bridge ?? this.#previous, entry.bytes))
    this.#passed.push(entry.sequence)
    return this.#passed.length > unsealedToldMax ? this.#tellPassed('entry added') : []
  }

  async take(seal: Seal, entry: EntryBytes | undefined, sealer: Sealer | undefined): Promise<Finding[]> {
    const { sequence, key, mac } = seal
    const found: Finding[] = []
    if (entry === undefined || sealer === undefined) {
      found.push(...this.#tellPassed('entry added'), ...this.#settle())
      found.push(
        entry === undefined
          ? { kind: 'entry missing', sequence, detail: 'its seal is there' }
          : { kind: 'seal by an unknown key', sequence, detail: `the key is called ${key}` },
      )
    } else {
      const isEntryOf = async (previous: string): Promise<boolean> =>
        (await sealer.mac(previous, entry.bytes)) === mac
      const computed = await sealer.mac(this.#previous, entry.bytes)
      const fits = computed === mac
      const isSealTaken = !fits && this.#bridge !== undefined && (await isEntryOf(this.#bridge))
      const isSealAltered = !fits && this.#doubt !== undefined && (await isEntryOf(this.#doubt.computed))
      const hasGap = this.#passed.length === 0 && sequence !== this.#last + 1
      found.push(...this.#tellPassed(isSealTaken ? 'seal missing' : 'entry added'))
      if (isSealAltered && this.#doubt !== undefined) {
        found.push({ kind: 'seal altered', sequence: this.#doubt.finding.sequence ?? 0 })
        this.#doubt = undefined
      } else found.push(...this.#settle())
      if (!fits && !isSealTaken && !isSealAltered) {
        this.#doubt = {
          computed,
          finding: hasGap ? this.#missingBefore(sequence) : { kind: 'entry altered', sequence },
        }
      }
    }
    this.#previous = mac
    this.#last = sequence
    return found
  }

  /** The last of all may be the entry or its seal. */
  end(): Finding[] {
    return this.#settle()
  }

  #missingBefore(sequence: number): Finding {
    const detail = `with its seal, between ${this.#last} and ${sequence}`
    return { kind: 'entry missing', sequence: sequence - 1, detail }
  }

  #tellPassed(kind: 'entry added' | 'seal missing'): Finding[] {
    const found = this.#passed.map((sequence): Finding => ({ kind, sequence }))
    this.#passed = []
    this.#bridge = undefined
    return found
  }

  #settle(): Finding[] {
    const found = this.#doubt === undefined ? [] : [this.#doubt.finding]
    this.#doubt = undefined
    return found
  }
}
