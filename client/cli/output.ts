import { type Paint, painter } from './paint.ts'
import type { Trouble } from './trouble.ts'

/** Where the words go: to people on a terminal, or as JSON to a program. */
export class Output {
  readonly isJson: boolean
  readonly isTerminal: boolean
  readonly paint: Paint

  constructor(isJson: boolean) {
    this.isJson = isJson
    this.isTerminal = process.stdout.isTTY && !isJson
    this.paint = painter(this.isTerminal && !process.env['NO_COLOR'])
  }

  /** One line of JSON, or words. */
  show(value: unknown, words: () => string): void {
    process.stdout.write(`${this.isJson ? JSON.stringify(value) : words()}\n`)
  }

  /** Puts the words in the place of all that stands on the terminal. */
  redraw(words: string): void {
    process.stdout.write(`\u{1b}[2J\u{1b}[H${words}\n`)
  }

  complain({ code, message, details }: Trouble): void {
    const told = this.isJson ? JSON.stringify({ error: { code, message, details } }) : `marquee: ${message}`
    process.stderr.write(`${told}\n`)
  }
}
