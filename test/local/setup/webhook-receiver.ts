import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { Webhook } from 'standardwebhooks'
import * as z from 'zod'

const message = z.object({
  type: z.string(),
  timestamp: z.iso.datetime(),
  data: z.object({
    id: z.string().optional(),
    showing: z.object({ id: z.string(), screen: z.string(), startsAt: z.iso.datetime() }),
    seats: z.array(z.string()).optional(),
    status: z.string().optional(),
  }),
})

export interface Received extends z.output<typeof message> {
  /** The event's. */
  readonly id: string
  /** Whether the sender can have heard of it. */
  wasAnswered: boolean
}

export type Mood = 'well' | 'fails' | 'hangs' | 'late' | 'hangs up' | 'redirects'

interface ReceiverOptions {
  /** How it takes the nth message. */
  readonly mood?: (nth: number) => Mood
  readonly host?: string
}

/** A receiver of webhooks that may be in any mood, and can be killed and come back. */
export class WebhookReceiver implements AsyncDisposable {
  readonly received: Received[] = []
  secret = ''
  /** Messages whose signature was wrong, and calls of where a redirect leads. */
  strays = 0
  readonly #mood: (nth: number) => Mood
  readonly #host: string
  #server: Server | undefined
  #port = 0
  #calls = 0

  constructor({ mood = () => 'well', host = '127.0.0.1' }: ReceiverOptions = {}) {
    this.#mood = mood
    this.#host = host
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/hooks`
  }

  get port(): number {
    return this.#port
  }

  /** All messages that came, however they were taken. */
  get calls(): number {
    return this.#calls
  }

  /** On the port that it had before, if it had one. */
  async open(): Promise<void> {
    const server = createServer((request, response) => {
      this.#take(request, response).catch(() => response.destroy())
    })
    const { promise, resolve } = Promise.withResolvers<void>()
    server.listen(this.#port, this.#host, resolve)
    await promise
    const address = server.address()
    this.#port = typeof address === 'object' && address !== null ? address.port : 0
    this.#server = server
  }

  /** As if it had been killed: whatever is under way breaks off. */
  async kill(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    if (this.#server === undefined) return
    this.#server.close(() => resolve())
    this.#server.closeAllConnections()
    this.#server = undefined
    await promise
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill()
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const nth = this.#calls
    this.#calls += 1
    const chunks: Buffer[] = await Array.fromAsync(request)
    const body = Buffer.concat(chunks).toString()
    const headers = Object.fromEntries(
      Object.entries(request.headers).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value]] : [],
      ),
    )
    try {
      if (request.url !== '/hooks' || request.method !== 'POST') throw new Error('nobody was to come here')
      new Webhook(this.secret).verify(body, headers)
    } catch {
      this.strays += 1
      response.writeHead(400).end()
      return
    }
    const received: Received = {
      ...message.parse(JSON.parse(body)),
      id: headers['webhook-id'] ?? '',
      wasAnswered: false,
    }
    this.received.push(received)
    const mood = this.#mood(nth)
    switch (mood) {
      case 'hangs':
        return
      case 'hangs up':
        response.destroy()
        return
      case 'fails':
        response.writeHead(500).end('not today')
        return
      case 'redirects':
        response.writeHead(307, { location: '/elsewhere' }).end()
        return
      case 'late':
        await pause(300)
        break
      case 'well':
        break
    }
    response.once('finish', () => (received.wasAnswered = true))
    response.writeHead(204).end()
  }
}
