import path from 'node:path'
import { createInterface } from 'node:readline'
import { type ChildProcess, spawn } from 'node:child_process'
import { type LoadReport, loadMessage } from '../load/report.ts'
import { leash } from '../../local/leash.ts'

export interface LoadOptions {
  readonly port: number
  readonly face: string
  readonly workload: string
  readonly connections: number
  readonly warmUpSeconds: number
  readonly seconds: number
  /** Where it writes what was acknowledged. */
  readonly acknowledged: string
}

/** For what comes before the clock runs, and for answers that are late. */
const spareSeconds = 90

/** Runs the load in a process of its own; `onMeasuring` when its clock starts, `onMeasured` when it has stopped. */
export async function runLoad(
  options: LoadOptions,
  { onMeasuring, signal }: { onMeasuring: () => Promise<void>; signal: AbortSignal },
): Promise<LoadReport> {
  const file = path.join(import.meta.dirname, '../load/main.ts')
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
  const child = spawn(process.execPath, [file, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  const leashed = child.pid === undefined ? undefined : leash(child.pid)
  const tooLong = AbortSignal.timeout((options.warmUpSeconds + options.seconds + spareSeconds) * 1_000)
  const giveUp = AbortSignal.any([signal, tooLong])
  const kill = (): void => void child.kill('SIGKILL')
  giveUp.addEventListener('abort', kill, { once: true })
  try {
    if (giveUp.aborted) kill()
    return await reportOf(child, onMeasuring)
  } finally {
    giveUp.removeEventListener('abort', kill)
    leashed?.kill('SIGKILL')
  }
}

async function reportOf(child: ChildProcess, onMeasuring: () => Promise<void>): Promise<LoadReport> {
  if (child.stdout === null) throw new Error('the load has no output')
  for await (const line of createInterface(child.stdout)) {
    const message = loadMessage.parse(JSON.parse(line))
    if (message.event === 'measured') return message
    await onMeasuring()
  }
  throw new Error('The load ended before it had measured.')
}
