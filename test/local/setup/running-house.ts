import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

const project = path.resolve(import.meta.dirname, '../../..')
const startMsMax = 60_000

export interface RunningHouse extends AsyncDisposable {
  readonly url: string
  /** A manager's, as the start made it. */
  readonly staffKey: () => Promise<string>
  readonly output: () => string
  /** Resolves once the output holds `text`. */
  readonly says: (text: string, withinMs: number) => Promise<void>
  readonly signal: (signal: NodeJS.Signals) => Promise<number | null>
  /** SIGKILL to the supervisor, the database server and workerd, all at once. */
  readonly killAll: () => Promise<void>
  readonly pids: () => Promise<number[]>
  /** Of the database server and of workerd. */
  readonly servers: () => Promise<number[]>
}

export async function temporaryDirectory(): Promise<{ path: string } & AsyncDisposable> {
  const directory = await mkdtemp(path.join(tmpdir(), 'marquee-house-'))
  return { path: directory, [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }) }
}

/** Runs what `npm start` runs, on a port and a data folder of its own. */
export async function startHouse(
  dataDirectory: string,
  env: Readonly<Record<string, string>> = {},
): Promise<RunningHouse> {
  const house = await startingHouse(dataDirectory, env)
  await house.says('serves on', startMsMax)
  return house
}

/** The same, while it is still on its way. */
export async function startingHouse(
  dataDirectory: string,
  env: Readonly<Record<string, string>> = {},
): Promise<RunningHouse> {
  const port = env['PORT'] ?? String(await freePort())
  const child = runStart({ ...env, PORT: port, DATA_DIR: dataDirectory })
  return watch(child, { url: `http://127.0.0.1:${port}`, dataDirectory })
}

/** Runs a start that is expected to end by itself, and answers what it said. */
export async function failingStart(
  env: Readonly<Record<string, string>>,
): Promise<{ code: number | null; said: string }> {
  const child = runStart(env)
  const house = watch(child, { url: '', dataDirectory: '' })
  return { code: await ended(child), said: house.output() }
}

function runStart(env: Readonly<Record<string, string>>): ChildProcess {
  const args = [path.join(project, 'local/start.ts')]
  const inherited = { ...process.env }
  for (const name of ['DATABASE_URL', 'STAFF_KEY']) Reflect.deleteProperty(inherited, name)
  // Tests come from one address, in crowds.
  return spawn(process.execPath, args, { cwd: project, env: { ...inherited, RATE_LIMIT: 'off', ...env } })
}

function watch(
  child: ChildProcess,
  { url, dataDirectory }: { url: string; dataDirectory: string },
): RunningHouse {
  let output = ''
  let heard = (): void => undefined
  const listen = (chunk: Buffer): void => {
    output += chunk.toString()
    heard()
  }
  child.stdout?.on('data', listen)
  child.stderr?.on('data', listen)
  child.once('exit', () => heard())

  const says = async (text: string, withinMs: number): Promise<void> => {
    const deadline = AbortSignal.timeout(withinMs)
    while (!output.includes(text)) {
      if (child.exitCode !== null) throw new Error(`it ended before it said "${text}": ${output}`)
      deadline.throwIfAborted()
      const { promise, resolve } = Promise.withResolvers<void>()
      heard = resolve
      deadline.addEventListener('abort', () => resolve(), { once: true })
      await promise
    }
  }
  const signal = (name: NodeJS.Signals): Promise<number | null> => {
    const end = ended(child)
    child.kill(name)
    return end
  }
  const children = (): Promise<{ pid: number; command: string }[]> => childrenOf(child.pid ?? 0)
  const pids = async (): Promise<number[]> => [child.pid ?? 0, ...(await children()).map(({ pid }) => pid)]
  return {
    url,
    staffKey: () => readFile(path.join(dataDirectory, 'staff.key'), 'utf8'),
    output: () => output,
    says,
    signal,
    pids,
    servers: async () => (await children()).flatMap(({ pid, command }) => (command === 'sh' ? [] : pid)),
    killAll: async () => {
      const end = ended(child)
      for (const pid of await pids()) process.kill(pid, 'SIGKILL')
      await end
    },
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode === null && child.signalCode === null) await signal('SIGTERM')
    },
  }
}

function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode)
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)))
}

async function childrenOf(parent: number): Promise<{ pid: number; command: string }[]> {
  const list = spawn('ps', ['-eo', 'pid=,ppid=,comm='])
  let text = ''
  list.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  await ended(list)
  return text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .map(([pid, ppid, command = '']) => ({ pid: Number(pid), ppid: Number(ppid), command }))
    .filter(({ pid, ppid }) => ppid === parent && pid !== list.pid)
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/**
 * A port that nobody listens on, from below those that the system gives to outgoing connections (32,768 and up): one of
 * those could be taken between the choice and the use.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_768)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer().once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
