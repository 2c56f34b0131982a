import type { WireRequest } from './wire.ts'

const bodyShownMax = 2_000
const shownAtOnceMax = 200

interface Finding {
  readonly complaint: string
  readonly shown: string
  readonly n: number
}

/** What was found wrong, with the shortest request that showed it. */
export class Findings {
  readonly #kinds = new Map<string, { times: number; shortest: Finding }>()

  get count(): number {
    return [...this.#kinds.values()].reduce((sum, { times }) => sum + times, 0)
  }

  add(complaint: string, n: number, shown = ''): void {
    // Ids and numbers differ, the fault is one.
    const kind = complaint
      .replaceAll(/bk_\w+|Nq\w+|\d{4,}|main-\w+( \w+ of)?|[\w-]+key-[\w.]+|key-of-many-\d+/g, '…')
      .slice(0, 120)
    const finding = { complaint, shown, n }
    if (!this.#kinds.has(kind)) console.log(`  found at request ${n}: ${complaint.slice(0, shownAtOnceMax)}`)
    const known = this.#kinds.get(kind) ?? { times: 0, shortest: finding }
    const shortest = shown.length < known.shortest.shown.length ? finding : known.shortest
    this.#kinds.set(kind, { times: known.times + 1, shortest })
  }

  print(seed: number): void {
    for (const { times, shortest } of this.#kinds.values()) {
      console.log(`\nVIOLATED ${times} times: ${shortest.complaint}`)
      if (shortest.shown !== '') console.log(`  seed ${seed}, request ${shortest.n}: ${shortest.shown}`)
    }
  }
}

/** A request as a line that a shell sends again. */
export function curlLine({ method, path, headers, body }: WireRequest): string {
  const options = Object.entries(headers).map(([name, value]) => ` -H ${quoted(`${name}: ${value}`)}`)
  const text = body?.toString() ?? ''
  const data =
    body === undefined
      ? ''
      : ` --data-raw ${quoted(text.slice(0, bodyShownMax))}${text.length > bodyShownMax ? ` # and ${text.length - bodyShownMax} more` : ''}`
  return `curl --path-as-is -X ${method}${options.join('')} "$MARQUEE"${quoted(path.slice(0, bodyShownMax))}${data}`
}

function quoted(text: string): string {
  if (/^[\x20-\x26\x28-\x7e]*$/.test(text)) return `'${text}'`
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `$'${escaped}'`
}
