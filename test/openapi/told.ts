const dayMs = 86_400_000
/** How far off the story's day really is. */
const aheadMs = 30 * dayMs

/** The day that the story is told of, and the instant at which it is told. */
const toldDay = '2027-12-01'
const toldNow = Date.parse('2027-11-20T10:00:00.000Z')
/** What happens within so long happens at once; what is after a hold's five minutes is in the next. */
const roundedMs = 300_000
const nearMs = 3_600_000

const id = /\bbk_[0-9a-z]{33}|\bhd_[0-9a-z]{26,40}/g
const code = /\bMQ\.[\w-]{80,}/g
const publicKey = /(?<="(?:kid|x)":")[\w-]{8,}/g
const serial = /(?<="serial":")[0-9a-f]{16}/g
const requestId = /(?<="requestId":")[\w-]{8,}/g
const eventId = /[0-9a-f]{32}(?=@marquee)/g
const cursor = /(?<=cursor=|"next":")[\w-]{16,}/g
const instant = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g
const epochMs = /(?<="(?:booked|scanned|starts|expires)At":)\d{13}\b/g
const stamp = /(?<=DTSTAMP:)\d{8}T\d{6}Z/g

/**
 * A house gives other ids each time, and the days go by. In the story they are always the same: what is real is told so, and
 * what is told is real again in the next request.
 */
export class Told {
  readonly #startedAt: number
  readonly #days: readonly (readonly [told: string, real: string])[]
  readonly #toldOf = new Map<string, string>()

  constructor(startedAt: number) {
    this.#startedAt = startedAt
    const real = startedAt + aheadMs
    this.#days = [0, 1].flatMap((n) => {
      const [told, there] = [Date.parse(toldDay), real].map((at) => new Date(at + n * dayMs).toISOString())
      return [dayPair(told, there, 10), dayPair(told?.replaceAll('-', ''), there?.replaceAll('-', ''), 8)]
    })
  }

  /** What was answered, as it is told. */
  tell(real: string): string {
    let text = real
      .replaceAll(instant, (at) => new Date(this.#instant(Date.parse(at))).toISOString())
      .replaceAll(epochMs, (at) => String(this.#epochMs(Number(at))))
      .replaceAll(stamp, '20271120T100000Z')
      .replaceAll(id, (found) => this.#name(found))
      .replaceAll(code, (found) => this.#name(found))
      .replaceAll(publicKey, (found) => this.#name(found))
      .replaceAll(serial, (found) => this.#name(found))
      .replaceAll(requestId, (found) => this.#name(found))
      .replaceAll(eventId, (found) => this.#name(found))
      .replaceAll(cursor, (found) => this.#name(found))
    for (const [told, there] of this.#days) text = text.replaceAll(there, told)
    return text
  }

  /** What is told, as the house knows it. */
  mean(told: string): string {
    let text = told
    // A short name may stand within a longer one.
    const longestFirst = [...this.#toldOf].sort(([, one], [, other]) => other.length - one.length)
    for (const [real, name] of longestFirst) text = text.replaceAll(name, real)
    for (const [name, there] of this.#days) text = text.replaceAll(name, there)
    return text
  }

  #instant(at: number): number {
    const sinceStart = at - this.#startedAt
    if (Math.abs(sinceStart) > nearMs) return at
    return toldNow + Math.floor(Math.max(sinceStart, 0) / roundedMs) * roundedMs
  }

  /** As the days are told, of which text is told by its letters. */
  #epochMs(at: number): number {
    const told = this.#instant(at)
    const realDay = this.#startedAt + aheadMs - (this.#startedAt % dayMs)
    return told === at ? at - realDay + Date.parse(toldDay) : told
  }

  /** The same letters for the nth of them, whatever they are. */
  #name(real: string): string {
    const known = this.#toldOf.get(real)
    if (known !== undefined) return known
    const n = this.#toldOf.size
    const prefix = /^(?:bk_|hd_|MQ\.)/.exec(real)?.[0] ?? ''
    const letters = Array.from({ length: real.length - prefix.length }, (_, at) => letterAt(n, at)).join('')
    this.#toldOf.set(real, prefix + letters)
    return prefix + letters
  }
}

function dayPair(told = '', there = '', length: number): readonly [string, string] {
  return [told.slice(0, length), there.slice(0, length)]
}

/** Of hexadecimal, so that they fit wherever one is; the first 256 names differ. */
function letterAt(n: number, at: number): string {
  const round = Math.floor(n / 16) * (at + 1) * 5
  return ((n * 7 + round + at * 11 + at * at * 3 + 5) % 16).toString(16)
}
