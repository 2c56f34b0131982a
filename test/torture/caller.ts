import { Agent, type IncomingMessage, request } from 'node:http'

/** Whoever hears nothing for this long gives up, and does not know what became of it. */
const patienceMs = 20_000

export interface Call {
  readonly method: 'POST' | 'PUT' | 'DELETE' | 'GET'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Reply {
  readonly status: number
  readonly text: string
}

/** Sends calls over connections that are kept, and never sends one twice by itself. */
export class Caller {
  readonly #agent = new Agent({ keepAlive: true })
  readonly #port: number
  readonly #authorization: string

  constructor(port: number, staffKey: string) {
    this.#port = port
    this.#authorization = `Bearer ${staffKey}`
  }

  /** Undefined where no answer came. */
  async send({ method, path, body, headers: said }: Call): Promise<Reply | undefined> {
    const headers = { ...said, authorization: this.#authorization }
    const call = request({ agent: this.#agent, host: '127.0.0.1', port: this.#port, method, path, headers })
    const deadline = setTimeout(() => call.destroy(new Error('out of patience')), patienceMs)
    try {
      return await answerTo(() => call.end(body), call)
    } catch {
      return undefined
    } finally {
      clearTimeout(deadline)
    }
  }

  close(): void {
    this.#agent.destroy()
  }
}

function answerTo(send: () => void, call: ReturnType<typeof request>): Promise<Reply> {
  return new Promise((resolve, reject) => {
    call.once('error', reject)
    call.once('close', () => reject(new Error('closed')))
    call.once('response', (response: IncomingMessage) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.once('error', reject)
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      )
    })
    send()
  })
}
