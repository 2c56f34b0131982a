/** Goes through rows one at a time, beside another cursor. */
export class Cursor<T> {
  readonly #rows: AsyncIterator<T>
  /** The row that it stands on; none before the first `next` and past the end. */
  now: T | undefined

  constructor(rows: AsyncIterable<T>) {
    this.#rows = rows[Symbol.asyncIterator]()
  }

  async next(): Promise<void> {
    const { done, value } = await this.#rows.next()
    this.now = done === true ? undefined : value
  }
}
