import net from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Chance } from '../prove/chance.ts'

/** What becomes of requests to the database, and of their replies. */
export type Weather =
  | { readonly kind: 'fair' }
  /** They arrive so much later, also where who sent them is gone. */
  | { readonly kind: 'late'; readonly percent: number; readonly msMin: number; readonly msMax: number }
  /** The connection breaks with half of the request sent. */
  | { readonly kind: 'cut'; readonly percent: number }
  /** The request arrives and takes effect; its reply never comes, or the connection breaks instead. */
  | { readonly kind: 'swallow'; readonly percent: number; readonly isSilent: boolean }
  /** Nobody gets a connection, and who has one loses it. */
  | { readonly kind: 'refuse' }

type Fate = { readonly kind: 'pass' | 'cut' | 'silence' | 'break' } | { kind: 'late'; readonly ms: number }

const replyMsMax = 2_000

/** The wire between the Worker and its database. */
export class Proxy {
  readonly port: number
  /** Replies that told of a full disk: the proof that one was felt. */
  fullDisks = 0
  #weather: Weather = { kind: 'fair' }
  #held = 0
  readonly #server: net.Server
  readonly #targetPort: number
  readonly #chance: Chance
  readonly #connections = new Set<net.Socket>()

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
    if (weather.kind === 'refuse') for (const client of this.#connections) client.destroy()
  }

  /** Resolves once nothing is held back any more. */
  async atRest(): Promise<void> {
    while (this.#held > 0) await pause(50)
  }

  close(): void {
    this.#server.close()
    for (const client of this.#connections) client.destroy()
  }

  #serve(client: net.Socket): void {
    if (this.#weather.kind === 'refuse') {
      client.resetAndDestroy()
      return
    }
    this.#connections.add(client)
    const server = net.connect(this.#targetPort, '127.0.0.1')
    // One request at a time comes over a connection: what comes after a reply is another one.
    let fate: Fate | undefined
    let held = 0
    client.on('data', (chunk) => {
      fate ??= this.#fate()
      if (fate.kind === 'cut') {
        server.write(chunk.subarray(0, chunk.length / 2), () => server.destroy())
        client.destroy()
      } else if (fate.kind === 'late') {
        held += 1
        this.#held += 1
        setTimeout(() => {
          held -= 1
          this.#held -= 1
          server.write(chunk)
          if (client.destroyed && held === 0) endSoon(server)
        }, fate.ms)
      } else server.write(chunk)
    })
    server.on('data', (chunk) => {
      if (chunk.includes('SQLITE_FULL')) this.fullDisks += 1
      if (fate?.kind === 'silence') return
      if (fate?.kind === 'break') {
        client.resetAndDestroy()
        return
      }
      fate = undefined
      client.write(chunk)
    })
    client.on('error', () => undefined)
    server.on('error', () => undefined)
    client.on('close', () => {
      this.#connections.delete(client)
      if (held === 0) endSoon(server)
    })
    server.on('close', () => client.destroy())
  }

  #fate(): Fate {
    const weather = this.#weather
    if (weather.kind === 'fair' || weather.kind === 'refuse') return { kind: 'pass' }
    if (!this.#chance.isTrue(weather.percent)) return { kind: 'pass' }
    switch (weather.kind) {
      case 'late':
        return { kind: 'late', ms: this.#chance.between(weather.msMin, weather.msMax) }
      case 'cut':
        return { kind: 'cut' }
      case 'swallow':
        return { kind: weather.isSilent ? 'silence' : 'break' }
    }
  }
}

/** What was sent has time to be done, though nobody waits for the reply. */
function endSoon(server: net.Socket): void {
  server.resume()
  setTimeout(() => server.destroy(), replyMsMax)
}
