import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import * as z from 'zod'
import { Crowd } from './drive.ts'
import { faceNames, faceOf } from './face.ts'
import { Ledger } from './ledger.ts'
import { type loadMessage, latencyOf } from './report.ts'
import { workloadNames, workloads } from './workloads.ts'

/* A crowd of buyers, as a process of its own: it warms the service up, then the clock runs. */

const wanted = z.object({
  port: z.coerce.number(),
  face: z.enum(faceNames),
  workload: z.enum(workloadNames),
  connections: z.coerce.number(),
  warmUpSeconds: z.coerce.number(),
  seconds: z.coerce.number(),
  acknowledged: z.string(),
})

const option = { type: 'string' } as const
const { values } = parseArgs({
  options: Object.fromEntries(Object.keys(wanted.shape).map((name) => [name, option])),
})
const { port, face, workload, connections, warmUpSeconds, seconds, acknowledged } = wanted.parse(values)

const seed = 42
/** Days apart, so that no showing of the warm-up is one of those that are measured. */
const warmUpMinute = 200_000
const warmUpConnectionsMax = 64

const generator = xoroshiro128plus(seed)
const ledger = new Ledger()
const asker = { face: faceOf(face, port), ledger, random: () => uniformFloat64(generator) }
const plan = workloads[workload]

let warmUpSilent = 0
if (warmUpSeconds > 0) {
  const warm = await Crowd.of(port, Math.min(connections, warmUpConnectionsMax))
  const warmUp = plan.of({ ...asker, firstMinute: warmUpMinute })
  await warm.askAll(warmUp.before)
  const { counts } = await warm.drive(warmUp, warmUpSeconds)
  warmUpSilent = counts.silent
  warm.close()
}
const crowd = await Crowd.of(port, connections)
const measured = plan.of({ ...asker, firstMinute: 0 })
await crowd.askAll(measured.before)

say({ event: 'measuring' })
const cpuBefore = process.cpuUsage()
const { latenciesMs, ...tally } = await (plan.isRush
  ? crowd.rush(measured, seconds)
  : crowd.drive(measured, seconds))
const { user, system } = process.cpuUsage(cpuBefore)
crowd.close()
await writeFile(acknowledged, JSON.stringify(ledger.tickets()))
say({
  event: 'measured',
  ...tally,
  latencyMs: latencyOf(latenciesMs),
  warmUpSilent,
  cpuSeconds: (user + system) / 1_000_000,
})

function say(message: z.output<typeof loadMessage>): void {
  console.log(JSON.stringify(message))
}
