import { type ChildProcess, spawn } from 'node:child_process'

/**
 * Kills a process when this one is gone, even by SIGKILL: then the shell's input ends, and it does what comes next.
 * Its own group keeps it alive through Ctrl-C, until it is let go of.
 */
export function leash(pid: number): ChildProcess {
  const script = 'read -r _; kill -9 "$0" 2>/dev/null'
  return spawn('sh', ['-c', script, String(pid)], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
}
