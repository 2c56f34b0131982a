import * as z from 'zod'
import { Leashed, type LeashedOptions } from './leashed.ts'
import { within } from './within.ts'

const startMsMax = 10_000
const listening = z.object({ event: z.literal('listen'), port: z.number() })

interface WebServer {
  readonly port: number
  readonly pid: number
  readonly stop: () => Promise<void>
}

/** A process whose first line tells the port on which it listens. */
export async function startWebServer(options: Omit<LeashedOptions, 'endSignal'>): Promise<WebServer> {
  const server = new Leashed({ ...options, endSignal: 'SIGTERM' })
  try {
    const line = await within(
      startMsMax,
      `The start of ${options.command}`,
      Promise.race([server.firstLine(), server.ended]),
    )
    return { port: listening.parse(JSON.parse(line)).port, pid: server.pid, stop: () => server.stop() }
  } catch (error) {
    await server.stop()
    throw error
  }
}
