import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** For a connection of each buyer, of which workerd opens two files, and what else is open. */
const filesWanted = 65_536
const filesSpare = 1_000
const filesPerConnection = 2
/** Where nobody can tell. */
const connectionsAnywhere = 400

/** Lets this process and those that it starts open many files; answers how many connections there can be. */
export async function connectionsMax(): Promise<number> {
  const pid = String(process.pid)
  const run = promisify(execFile)
  const limit = `--nofile=${filesWanted}:${filesWanted}`
  await run('prlimit', ['--pid', pid, limit]).catch(() => undefined)
  try {
    const { stdout } = await run('prlimit', ['--pid', pid, '--nofile', '--output', 'HARD', '--noheadings'])
    return Math.floor((Number(stdout) - filesSpare) / filesPerConnection)
  } catch {
    return connectionsAnywhere
  }
}
