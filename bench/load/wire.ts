import net from 'node:net'

export interface Answer {
  readonly status: number
  readonly body: string
  /** When it says to come back. */
  readonly retryAfterSeconds: number | undefined
}

interface Waiting {
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: Error) => void
}

const headEnd = '\r\n\r\n'

/**
 * One HTTP/1.1 connection that is kept alive, one request at a time. Node's own clients take more of the machine than
 * most of the services that are measured here: this one knows what those answer, bodies with a length, and no more.
 */
export class Wire {
  readonly #socket: net.Socket
  #text = ''
  #waiting: Waiting | undefined

  private constructor(socket: net.Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    // One byte a character: lengths are those of the wire. What is read of bodies here is ASCII.
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => this.#receive(text))
    socket.on('error', (error) => this.#break(error))
    socket.on('close', () => this.#break(new Error('the connection was closed')))
  }

  static open(port: number): Promise<Wire> {
    return new Promise((resolve, reject) => {
      const socket = net.connect({ port, host: '127.0.0.1' })
      socket.once('error', reject)
      socket.once('connect', () => {
        socket.off('error', reject)
        resolve(new Wire(socket))
      })
    })
  }

  ask(request: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      if (this.#socket.destroyed) return this.#break(new Error('the connection was closed'))
      this.#socket.write(request, 'utf8')
    })
  }

  get isBroken(): boolean {
    return this.#socket.destroyed
  }

  close(): void {
    this.#socket.destroy()
  }

  #receive(text: string): void {
    this.#text += text
    const end = this.#text.indexOf(headEnd)
    if (end === -1) return
    const head = this.#text.slice(0, end)
    const length = /content-length: *(\d+)/i.exec(head)?.[1]
    if (length === undefined) return this.#break(new Error('an answer without a length'))
    const start = end + headEnd.length
    if (this.#text.length < start + Number(length)) return
    const status = Number(head.slice(9, 12))
    const retryAfter = status === 503 ? /retry-after: *(\d+)/i.exec(head)?.[1] : undefined
    const retryAfterSeconds = retryAfter === undefined ? undefined : Number(retryAfter)
    const answer = { status, body: this.#text.slice(start), retryAfterSeconds }
    const waiting = this.#waiting
    this.#text = ''
    this.#waiting = undefined
    waiting?.resolve(answer)
  }

  #break(error: Error): void {
    const waiting = this.#waiting
    this.#waiting = undefined
    this.#socket.destroy()
    waiting?.reject(error)
  }
}
