/** What is stopped at the end, last started first. */
export class Stack {
  readonly #running: { stop(): Promise<void> | void }[] = []

  push(one: { stop(): Promise<void> | void }): void {
    this.#running.push(one)
  }

  async stop(): Promise<void> {
    while (this.#running.length > 0) await this.#running.pop()?.stop()
  }
}
