import type { Contender } from '../contender.ts'
import { startFastify } from './fastify-server.ts'

export const fastifyEmpty: Contender = {
  name: 'fastify-empty',
  what: 'Fastify alone, which answers every booking alike and stores none',
  face: 'peer',
  stores: false,
  missing: async () => undefined,
  start: async ({ seats }) => {
    const { port, pid, stop } = await startFastify({ STORE: 'none' }, seats)
    return { port, pids: [pid], tickets: async () => [], stop }
  },
}
