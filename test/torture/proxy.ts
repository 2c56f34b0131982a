import net from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Chance } from '../prove/chance.ts'
import { type Fate, type Weather, drawFate } from './weather.ts'

/** What was sent has time to be done, though nobody waits for the reply. */
const replyMsMax = 2_000

/** The wire between the Worker and its database. */
export class Proxy {
  readonly port: number
  /** Replies that told of a full disk: the proof that one was felt. */
  fullDisks = 0
  #weather: Weather = { kind: 'fair' }
  /** Requests that have still to arrive. */
  #held = 0
  readonly #server: net.Server
  readonly #targetPort: number
  readonly #chance: Chance
  readonly #clients = new Set<net.Socket>()

  static async listen(targetPort: number, chance: Chance): Promise<Proxy> {
    const server = net.createServer()
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(0, '127.0.0.1', resolve)
    })
    return new Proxy(server, targetPort, chance)
  }

  private constructor(server: net.Server, targetPort: number, chance: Chance) {
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
    this.port = address.port
    this.#server = server
    this.#targetPort = targetPort
    this.#chance = chance
    server.on('connection', (client) => this.#serve(client))
  }

  set weather(weather: Weather) {
    this.#weather = weather
    if (weather.kind === 'refuse') for (const client of this.#clients) client.destroy()
  }

  /** Resolves once nothing is held back any more. */
  async atRest(): Promise<void> {
    while (this.#held > 0) await pause(50)
  }

  close(): void {
    this.#server.close()
    for (const client of this.#clients) client.destroy()
  }

  #serve(client: net.Socket): void {
    if (this.#weather.kind === 'refuse') {
      client.resetAndDestroy()
      return
    }
    this.#clients.add(client)
    const server = this.#connect()
    // One request at a time comes over a connection: what comes after a reply is another one.
    let fate: Fate | undefined
    const sent: Buffer[] = []
    let held = 0
    client.on('data', (chunk) => {
      fate ??= drawFate(this.#weather, this.#chance)
      if (fate.kind === 'twice') sent.push(chunk)
      if (fate.kind === 'cut') {
        server.write(chunk.subarray(0, chunk.length / 2), () => server.destroy())
        client.destroy()
      } else if (fate.kind === 'late') {
        held += 1
        this.#later(fate.ms, () => {
          held -= 1
          server.write(chunk)
          if (client.destroyed && held === 0) endSoon(server)
        })
      } else server.write(chunk)
    })
    server.on('data', (chunk) => {
      if (chunk.includes('SQLITE_FULL')) this.fullDisks += 1
      if (fate?.kind === 'silence') return
      if (fate?.kind === 'break') {
        client.resetAndDestroy()
        return
      }
      if (fate?.kind === 'twice') this.#sendAgain(sent.splice(0), fate.ms)
      fate = undefined
      client.write(chunk)
    })
    client.on('error', () => undefined)
    client.on('close', () => {
      this.#clients.delete(client)
      if (held === 0) endSoon(server)
    })
    server.on('close', () => client.destroy())
  }

  #connect(): net.Socket {
    return net.connect(this.#targetPort, '127.0.0.1').on('error', () => undefined)
  }

  #sendAgain(request: readonly Buffer[], ms: number): void {
    this.#later(ms, () => {
      const server = this.#connect()
      for (const chunk of request) server.write(chunk)
      endSoon(server)
    })
  }

  #later(ms: number, act: () => void): void {
    this.#held += 1
    setTimeout(() => {
      this.#held -= 1
      act()
    }, ms)
  }
}

function endSoon(server: net.Socket): void {
  server.resume()
  setTimeout(() => server.destroy(), replyMsMax)
}
