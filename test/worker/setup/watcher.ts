import { exports } from 'cloudflare:workers'
import type { MapChange, SeatStatus, Snapshot } from '../../../worker/domain/live-message.ts'

export type Message = Snapshot | MapChange

/** One who watches a showing by a bare socket, and hears word by word what goes over the wire. */
export class Watcher implements Disposable {
  readonly heard: string[] = []
  readonly #socket: WebSocket
  #wake = (): void => undefined
  #read = 0

  constructor(socket: WebSocket) {
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => {
      this.heard.push(String(data))
      this.#wake()
    })
    socket.accept()
  }

  /** The next message, once it is there. */
  async next(): Promise<Message> {
    while (this.heard.length === this.#read) await new Promise<void>((resolve) => (this.#wake = resolve))
    this.#read += 1
    return JSON.parse(this.heard[this.#read - 1] ?? '')
  }

  /** The first message from here on that tells this of a seat. */
  async told(seat: string, status: SeatStatus): Promise<Message> {
    for (;;) {
      const message = await this.next()
      const told = Object.entries<string | readonly string[]>(message.seats)
      if (
        told.some(([key, value]) =>
          key === seat ? value === status : key === status && value.includes(seat),
        )
      ) {
        return message
      }
    }
  }

  [Symbol.dispose](): void {
    this.#socket.close()
  }
}

/** Asks to watch: the answer has a socket, or says why not. */
export function askToWatch(showing: string, since?: string, address?: string): Promise<Response> {
  const query = since === undefined ? '' : `?since=${encodeURIComponent(since)}`
  const url = `http://marquee.test/v1/showings/${showing}/live${query}`
  const from = address === undefined ? {} : { 'CF-Connecting-IP': address }
  return exports.default.fetch(new Request(url, { headers: { upgrade: 'websocket', ...from } }))
}

export async function watch(showing: string, since?: string): Promise<Watcher> {
  const { webSocket } = await askToWatch(showing, since)
  if (webSocket === null) throw new Error('nobody was let in to watch')
  return new Watcher(webSocket)
}
