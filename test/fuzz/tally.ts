import { type Route, classicRoutes, procedures, restRoutes } from './routes.ts'
import type { Outcome } from './judge.ts'

/** How often each route came to what, by HTTP status and by code. */
export class Tally {
  readonly #statuses = new Map<string, Map<string, number>>()
  readonly #codes = new Map<string, number>()
  readonly #succeeded = new Map<string, number>()
  answers = 0
  calls = 0

  add(outcomes: readonly Outcome[], status: number): void {
    this.answers += 1
    for (const { call, code } of outcomes) {
      this.calls += 1
      const statuses = this.#statuses.get(call.label) ?? new Map<string, number>()
      this.#statuses.set(call.label, statuses)
      increment(statuses, String(status))
      increment(this.#codes, code)
      if (code === 'ok') increment(this.#succeeded, call.label)
    }
  }

  of(code: string): number {
    return this.#codes.get(code) ?? 0
  }

  /** Routes that never once succeeded: the fuzz would test too little of them. */
  barren(): string[] {
    return [...classicRoutes, ...procedures, ...restRoutes].flatMap(({ label }: Route) =>
      this.#succeeded.has(label) ? [] : [label],
    )
  }

  print(): void {
    const columns = [...new Set(this.#statuses.values().flatMap((one) => one.keys()))].toSorted(
      (one, other) => one.localeCompare(other),
    )
    const row = (cells: readonly (string | number)[]): string =>
      cells.map((cell, index) => (index === 0 ? String(cell).padEnd(26) : String(cell).padStart(8))).join('')
    console.log(`\n${row(['calls', 'all', 'ok', ...columns])}`)
    for (const [label, statuses] of [...this.#statuses].toSorted(([one], [other]) =>
      one.localeCompare(other),
    )) {
      const all = [...statuses.values()].reduce((sum, n) => sum + n, 0)
      const cells = columns.map((status) => statuses.get(status) ?? '')
      console.log(row([label, all, this.#succeeded.get(label) ?? '', ...cells]))
    }
    const codes = [...this.#codes].toSorted(([, one], [, other]) => other - one)
    console.log(`\ncodes: ${codes.map(([code, n]) => `${code} ${n}`).join(', ')}`)
  }
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
