import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Contender, Running } from '../contender.ts'
import { type LoadReport, acknowledgedTickets } from '../load/report.ts'
import { workloads } from '../load/workloads.ts'
import { within } from '../peers/within.ts'
import type { Figures } from '../report/results.ts'
import type { LoadMeasure } from '../scenarios.ts'
import { runLoad } from './load-process.ts'
import type { RoundOptions, RoundResult } from './result.ts'
import { cpuSecondsOf, peakBytesOf } from './usage.ts'
import { faultIn } from './verify.ts'

/** The runtimes compile what is hot meanwhile. */
const warmUpSeconds = 2
const verifyMsMax = 60_000
const bytesPerMebibyte = 1_024 * 1_024

/** A fresh house, a crowd, and what is stored at the end. */
export async function loadRound(
  contender: Contender,
  measure: LoadMeasure,
  { directory, signal, quick, acknowledged }: RoundOptions,
): Promise<RoundResult> {
  const running = await contender.start({ seats: workloads[measure.workload].seats, directory })
  try {
    const before = { cpuSeconds: 0, databaseCalls: 0 }
    const report = await runLoad(
      {
        port: running.port,
        face: contender.face,
        workload: measure.workload,
        connections: measure.connections,
        warmUpSeconds,
        seconds: quick && !workloads[measure.workload].isRush ? 2 : measure.seconds,
        acknowledged,
      },
      {
        signal,
        onMeasuring: async () => {
          before.cpuSeconds = await cpuSecondsOf(running.pids)
          before.databaseCalls = (await running.databaseCalls?.()) ?? 0
        },
      },
    )
    const cpuSeconds = (await cpuSecondsOf(running.pids)) - before.cpuSeconds
    const calls = running.databaseCalls && (await running.databaseCalls()) - before.databaseCalls
    const memoryMiB = (await peakBytesOf(running.pids)) / bytesPerMebibyte
    return {
      figures: { ...figuresOf(report, measure, { cpuSeconds, calls }), memoryMiB },
      fault: contender.stores ? await verify(running, { report, measure, acknowledged }) : undefined,
    }
  } finally {
    await running.stop()
  }
}

function figuresOf(
  { counts, seconds, latencyMs, cpuSeconds: loadCpu, lastServedSeconds, turnedAway }: LoadReport,
  measure: LoadMeasure,
  { cpuSeconds, calls }: { cpuSeconds: number; calls: number | undefined },
): Figures {
  const answers = counts.served + counts.refused
  const silent = counts.busy + counts.silent
  const counted = measure.counts.reduce((sum, heard) => sum + counts[heard], 0)
  const perThousand = (total: number): number => (total / Math.max(answers, 1)) * 1_000
  return {
    perSecond: counted / seconds,
    p50Ms: latencyMs.p50,
    p99Ms: latencyMs.p99,
    p999Ms: latencyMs.p999,
    serviceCpuSeconds: perThousand(cpuSeconds),
    loadCpuSeconds: perThousand(loadCpu),
    served: counts.served,
    refused: counts.refused,
    silent,
    overSecond: latencyMs.overSecond,
    ...(calls !== undefined && { databaseCallsPerRequest: calls / Math.max(answers, 1) }),
    ...(turnedAway !== undefined && { turnedAway, connections: answers + silent }),
    ...(lastServedSeconds !== undefined && { soldOutSeconds: lastServedSeconds }),
  }
}

async function verify(
  running: Running,
  { report, measure, acknowledged }: { report: LoadReport; measure: LoadMeasure; acknowledged: string },
): Promise<string | undefined> {
  const { counts, warmUpSilent } = report
  const { isRush, seats } = workloads[measure.workload]
  const fault = faultIn({
    acknowledged: acknowledgedTickets.parse(JSON.parse(await readFile(path.resolve(acknowledged), 'utf8'))),
    stored: await within(verifyMsMax, 'Reading what is stored', running.tickets()),
    silent: counts.silent + warmUpSilent,
    hasChanges: measure.workload === 'mix',
  })
  if (fault === undefined && isRush && counts.served !== seats) {
    return `${counts.served} of ${seats} seats were sold, and ${counts.busy + counts.silent} buyers got no answer`
  }
  return fault
}
