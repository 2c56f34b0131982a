/** Wakes the one who waits for something to happen; a ring that nobody waits for is kept, several as one. */
export class Bell {
  #hasRung = false
  #wake: (() => void) | undefined

  ring(): void {
    this.#hasRung = true
    this.#wake?.()
  }

  async heard(): Promise<void> {
    if (!this.#hasRung) await new Promise<void>((resolve) => (this.#wake = resolve))
    this.#wake = undefined
    this.#hasRung = false
  }
}
