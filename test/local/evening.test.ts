import path from 'node:path'
import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { acknowledgedTickets } from '../../bench/load/report.ts'
import { workloads } from '../../bench/load/workloads.ts'
import { marquee } from '../../bench/marquee/marquee.ts'
import { runLoad } from '../../bench/round/load-process.ts'
import { faultIn } from '../../bench/round/verify.ts'
import { temporaryDirectory } from './setup/running-house.ts'

it('leaves nobody without a word on an evening of looking, booking, moving and cancelling', async () => {
  await using data = await temporaryDirectory()
  const acknowledged = path.join(data.path, 'acknowledged.json')
  const house = await marquee.start({ seats: workloads.mix.seats, directory: data.path })
  try {
    const { port } = house
    const { face } = marquee
    const crowd = { port, face, workload: 'mix', connections: 64, warmUpSeconds: 1, seconds: 2, acknowledged }
    const { counts, warmUpSilent } = await runLoad(crowd, {
      onMeasuring: async () => undefined,
      signal: new AbortController().signal,
    })
    expect(counts).toMatchObject({ silent: 0, busy: 0 })
    expect(warmUpSilent).toBe(0)
    expect(counts.served).toBeGreaterThan(100)
    const told = acknowledgedTickets.parse(JSON.parse(await readFile(acknowledged, 'utf8')))
    const stored = await house.tickets()
    expect(faultIn({ acknowledged: told, stored, silent: 0, hasChanges: true })).toBeUndefined()
  } finally {
    await house.stop()
  }
})
