import { randomBytes } from 'node:crypto'
import path from 'node:path'
import * as z from 'zod'
import type { Contender, Running } from '../contender.ts'
import { furnish, houseTickets } from '../marquee/house-database.ts'
import { npmStart } from '../marquee/npm-start.ts'
import { Leashed } from '../peers/leashed.ts'
import { within } from '../peers/within.ts'
import { Stack } from './stack.ts'

const startMsMax = 10_000
const askMsMax = 5_000
const oneWayMs = 15

export const marqueeFar = contender({
  name: 'marquee-far',
  what: `Marquee, and its database ${oneWayMs * 2} ms away and back`,
  delayMs: oneWayMs,
})

export const marqueeCounted = contender({
  name: 'marquee-counted',
  what: 'Marquee, and between it and its database one who counts',
  delayMs: 0,
})

function contender({ name, what, delayMs }: { name: string; what: string; delayMs: number }): Contender {
  return {
    name,
    what,
    face: 'classic',
    stores: true,
    missing: async () => undefined,
    start: async ({ seats, directory }) => {
      const stack = new Stack()
      try {
        return await startBehindProxy({ stack, seats, directory, delayMs })
      } catch (error) {
        await stack.stop()
        throw error
      }
    },
  }
}

async function startBehindProxy({
  stack,
  seats,
  directory,
  delayMs,
}: {
  stack: Stack
  seats: number
  directory: string
  delayMs: number
}): Promise<Running> {
  const file = path.join(directory, 'database.db')
  const authToken = randomBytes(24).toString('base64url')
  const databaseEnv = { LIBSQL_FILE: file, LIBSQL_PORT: '0', LIBSQL_AUTH_TOKEN: authToken }
  const database = await started('../../local/libsql-server/main.ts', [], databaseEnv)
  stack.push(database.server)
  const target = new URL(/http:\S+/.exec(database.line)?.[0] ?? '').port
  const proxy = await started('proxy.ts', ['--target', target, '--delay', String(delayMs)])
  stack.push(proxy.server)
  const { port: proxyPort, counterPort } = proxyPorts.parse(JSON.parse(proxy.line))
  const marquee = await npmStart(directory, {
    DATABASE_URL: `http://127.0.0.1:${proxyPort}`,
    DATABASE_AUTH_TOKEN: authToken,
  })
  stack.push(marquee)
  furnish(file, seats)
  return {
    port: marquee.port,
    pids: [marquee.pid, database.server.pid],
    tickets: async () => houseTickets(file),
    databaseCalls: () => countedBy(counterPort),
    stop: () => stack.stop(),
  }
}

const proxyPorts = z.object({ port: z.number(), counterPort: z.number() })
const counted = z.object({ requests: z.number() })

async function countedBy(port: number): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}`, { signal: AbortSignal.timeout(askMsMax) })
  return counted.parse(await answer.json()).requests
}

async function started(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ server: Leashed; line: string }> {
  const server = new Leashed({
    command: process.execPath,
    args: [path.join(import.meta.dirname, file), ...args],
    options: { env: { ...process.env, ...env } },
    endSignal: 'SIGTERM',
  })
  try {
    const line = await within(
      startMsMax,
      `The start of ${file}`,
      Promise.race([server.firstLine(), server.ended]),
    )
    return { server, line }
  } catch (error) {
    await server.stop()
    throw error
  }
}
