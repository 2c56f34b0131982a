import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { leash } from '../../local/leash.ts'

const restartPauseMs = 200
const stopMsMax = 10_000

export interface KeptAliveOptions {
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly onLine: (line: string) => void
}

/** A Node process that is started again however it ends, until it is stopped. It never outlives this one. */
export class KeptAlive {
  /** How often it ended, by whatever hand. */
  ends = 0
  readonly #options: KeptAliveOptions
  #child: ChildProcess | undefined
  #ended: Promise<void> = Promise.resolve()
  #isStopping = false

  constructor(options: KeptAliveOptions) {
    this.#options = options
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  start(): void {
    const { args, env, onLine } = this.#options
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    const leashed = child.pid === undefined ? undefined : leash(child.pid)
    this.#child = child
    for (const stream of [child.stdout, child.stderr]) eachLine(stream, onLine)
    this.#ended = new Promise((resolve) => {
      child.once('exit', () => {
        this.#child = undefined
        leashed?.kill('SIGKILL')
        resolve()
      })
    })
    void this.#ended.then(() => this.#again())
  }

  async stop(): Promise<void> {
    this.#isStopping = true
    const child = this.#child
    const impatience = setTimeout(() => child?.kill('SIGKILL'), stopMsMax)
    child?.kill('SIGTERM')
    await this.#ended
    clearTimeout(impatience)
  }

  async #again(): Promise<void> {
    this.ends += 1
    await pause(restartPauseMs)
    if (!this.#isStopping) this.start()
  }
}

function eachLine(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  let text = ''
  stream?.on('data', (chunk: Buffer) => {
    const lines = `${text}${chunk.toString()}`.split('\n')
    text = lines.pop() ?? ''
    lines.forEach(onLine)
  })
}
