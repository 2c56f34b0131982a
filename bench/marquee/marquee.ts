import path from 'node:path'
import type { Contender } from '../contender.ts'
import type { FaceName } from '../load/face.ts'
import { furnish, houseTickets } from './house-database.ts'
import { npmStart } from './npm-start.ts'

export const marquee = contender({
  name: 'marquee',
  what: 'Marquee as `npm start` runs it, by its REST routes, and without its bound on the calls of one address',
  face: 'classic',
})

export const marqueeTrpc = contender({
  name: 'marquee-trpc',
  what: 'the same over tRPC',
  face: 'rpc',
})

interface MarqueeOptions {
  readonly name: string
  readonly what: string
  readonly face: FaceName
  /** Lays out the data folder before the start. */
  readonly prepare?: (directory: string) => Promise<void>
}

export function contender({ name, what, face, prepare }: MarqueeOptions): Contender {
  return {
    name,
    what,
    face,
    stores: true,
    missing: async () => undefined,
    start: async ({ seats, directory }) => {
      await prepare?.(directory)
      const file = path.join(directory, 'marquee.db')
      const { port, pid, stop } = await npmStart(directory)
      try {
        furnish(file, seats)
      } catch (error) {
        await stop()
        throw error
      }
      return { port, pids: [pid], tickets: async () => houseTickets(file), stop }
    },
  }
}
