const tailMax = 40
const bugsMax = 20
/** A bug's stack comes on the lines after it. */
const linesPerBug = 12

/** What the house printed: its bugs, and its last lines. */
export class HouseOutput {
  readonly tail: string[] = []
  /** How often the supervisor started workerd again. */
  restarts = 0
  readonly #bugs: string[][] = []

  hear(line: string): void {
    this.tail.push(line)
    if (this.tail.length > tailMax) this.tail.shift()
    if (line.includes('ended unexpectedly')) this.restarts += 1
    const last = this.#bugs.at(-1)
    if (/event['"]?: ?['"]bug['"]/.test(line)) {
      if (this.#bugs.length < bugsMax) this.#bugs.push([line])
    } else if (last !== undefined && last.length < linesPerBug) last.push(line)
  }

  get bugs(): string[] {
    return this.#bugs.map((lines) => lines.join('\n'))
  }
}
