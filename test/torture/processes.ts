import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

interface Running {
  readonly pid: number
  readonly parent: number
  readonly residentBytes: number
  readonly command: string
}

export async function processes(): Promise<Running[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=,rss=,args='])
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, kibibytes, command = ''] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
    return pid === undefined
      ? []
      : [{ pid: Number(pid), parent: Number(parent), residentBytes: Number(kibibytes) * 1_024, command }]
  })
}

/** Answers whether there was such a process. */
export function signal(pid: number | undefined, name: NodeJS.Signals): boolean {
  if (pid === undefined) return false
  try {
    return process.kill(pid, name)
  } catch {
    return false
  }
}
