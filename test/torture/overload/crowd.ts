import { Agent, type IncomingMessage, request } from 'node:http'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import type { CrowdReport } from './crowd-report.ts'
import { placesOf, scenarioNames, scenarios } from './places.ts'

/*
 * So many connections that book without a pause, as a process of its own.
 * Whoever is refused asks for the next place at once, whatever Retry-After says: no real client is as bad.
 */

const wanted = z.object({
  port: z.coerce.number(),
  connections: z.coerce.number(),
  seconds: z.coerce.number(),
  scenario: z.enum(scenarioNames),
  round: z.coerce.number(),
})

const option = { type: 'string' } as const
const { values: given } = parseArgs({
  options: { port: option, connections: option, seconds: option, scenario: option, round: option },
})
const { port, connections, seconds, scenario, round } = wanted.parse(given)

const patienceMs = 20_000
const places = placesOf(scenario, round)
const agent = new Agent({ keepAlive: true, maxSockets: connections })
const servedMs: number[] = []
const refusedMs: number[] = []
const refused: Record<string, number> = {}
let [lost, withoutRetryAfter] = [0, 0]

const opened = await openShowings()
const until = performance.now() + seconds * 1_000
await Promise.all(Array.from({ length: connections }, stayAtIt))
agent.destroy()

const report: CrowdReport = {
  opened,
  served: servedMs.length,
  servedMs: percentiles(servedMs),
  refused,
  refusedMs: percentiles(refusedMs),
  withoutRetryAfter,
  lost,
}
console.log(JSON.stringify(report))

/** Nobody's rush begins with the first ticket ever: each showing has sold one before. */
async function openShowings(): Promise<number> {
  for (let count = 0; count < scenarios[scenario].showings; count += 1) {
    const { statusCode } = await send(places.next().value)
    if (statusCode !== 200) throw new Error(`a showing cannot be opened: ${statusCode}`)
  }
  return scenarios[scenario].showings
}

async function stayAtIt(): Promise<void> {
  while (performance.now() < until) {
    const body = places.next().value
    const sentAt = performance.now()
    try {
      const { statusCode: status = 0, headers } = await send(body)
      const tookMs = performance.now() - sentAt
      if (status === 200) servedMs.push(tookMs)
      else {
        refusedMs.push(tookMs)
        refused[status] = (refused[status] ?? 0) + 1
        if (headers['retry-after'] === undefined) withoutRetryAfter += 1
      }
    } catch {
      lost += 1
    }
  }
}

function send(body: string): Promise<IncomingMessage> {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  const where = { host: '127.0.0.1', port, method: 'POST', path: '/trpc/booking.create' }
  return new Promise((resolve, reject) => {
    const call = request({ agent, ...where, headers, timeout: patienceMs })
    call.once('timeout', () => call.destroy(new Error('out of patience')))
    call.once('error', reject)
    call.once('response', (response) => {
      response.once('end', () => resolve(response))
      response.once('error', reject)
      response.resume()
    })
    call.end(body)
  })
}

function percentiles(times: readonly number[]): CrowdReport['servedMs'] {
  const sorted = times.toSorted((one, other) => one - other)
  const at = (share: number): number => Math.round(sorted[Math.floor(sorted.length * share)] ?? 0)
  return { p50: at(0.5), p99: at(0.99), max: Math.round(sorted.at(-1) ?? 0) }
}
