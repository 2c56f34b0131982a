import { type Server, createServer } from 'node:http'
import { once } from 'node:events'
import { marks } from './memory.ts'

/** Takes what webhooks bring, now and then not at once, and looks whether it names anybody. */
export class Receiver implements AsyncDisposable {
  readonly wrong: string[] = []
  messages = 0
  readonly #server: Server

  private constructor() {
    this.#server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        this.messages += 1
        if (body.match(marks) !== null) this.wrong.push(`a webhook names somebody: ${body}`)
        response.writeHead(this.messages % 5 === 0 ? 503 : 204).end()
      })
    })
  }

  static async open(): Promise<Receiver> {
    const receiver = new Receiver()
    receiver.#server.listen(0, '127.0.0.1')
    await once(receiver.#server, 'listening')
    return receiver
  }

  get url(): string {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('the receiver does not listen')
    return `http://127.0.0.1:${address.port}/`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    const closed = once(this.#server, 'close')
    this.#server.close()
    await closed
  }
}
