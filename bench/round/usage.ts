import { readFile, readdir } from 'node:fs/promises'

/** In which the kernel counts time, as it tells programs. */
const ticksPerSecond = 100
const bytesPerKibibyte = 1_024

interface ProcessTimes {
  readonly pid: number
  readonly parent: number
  readonly cpuSeconds: number
}

/** Seconds that these processes and all that they started spent on a processor, those that have ended included. */
export async function cpuSecondsOf(pids: readonly number[]): Promise<number> {
  return (await treeOf(pids)).reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0)
}

/** The most that each of them ever held, together; memory that they share is counted once. */
export async function peakBytesOf(pids: readonly number[]): Promise<number> {
  let own = 0
  let shared = 0
  for (const { pid } of await treeOf(pids)) {
    const status = await readOrNothing(`/proc/${pid}/status`)
    const [peak, sharedNow] = ['VmHWM', 'RssShmem'].map((name) => kibibytesOf(status, name))
    own += (peak ?? 0) - (sharedNow ?? 0)
    shared = Math.max(shared, sharedNow ?? 0)
  }
  return (own + shared) * bytesPerKibibyte
}

async function treeOf(pids: readonly number[]): Promise<readonly ProcessTimes[]> {
  const all = await allProcesses()
  const tree = new Set(pids)
  for (let size = 0; size < tree.size;) {
    size = tree.size
    for (const { pid, parent } of all) if (tree.has(parent)) tree.add(pid)
  }
  return all.filter(({ pid }) => tree.has(pid))
}

async function allProcesses(): Promise<readonly ProcessTimes[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const stats = await Promise.all(names.map((name) => readOrNothing(`/proc/${name}/stat`)))
  return stats.flatMap((stat) => {
    // The command in parentheses may hold anything; what follows are numbers: state, parent, ..., utime, stime, and
    // the same of children that have ended.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (stat === '') return []
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
    return [{ pid: Number.parseInt(stat), parent: Number(fields[1]), cpuSeconds: ticks / ticksPerSecond }]
  })
}

function kibibytesOf(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0)
}

/** A process may end while it is looked at. */
async function readOrNothing(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '')
}
