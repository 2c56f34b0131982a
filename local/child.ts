import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { leash } from './leash.ts'

const restartsPerMinuteMax = 10
const restartPauseMs = 200
const stopMsMax = 5_000

export interface ChildOptions {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly options: SpawnOptions
  /** Resolves once the child serves. It is asked again after each restart. */
  readonly ready: (child: ChildProcess) => Promise<void>
  /** It died too often, too fast. */
  readonly onGiveUp: (reason: string) => void
}

/** A process that is kept alive until it is stopped, and never outlives this one. */
export class Child {
  readonly #options: ChildOptions
  #process: ChildProcess | undefined
  #leash: ChildProcess | undefined
  #isStopping = false
  #deaths: number[] = []

  constructor(options: ChildOptions) {
    this.#options = options
  }

  async start(): Promise<void> {
    const { name, command, args, options, ready } = this.#options
    if (this.#isStopping) throw new Error(`The ${name} is being stopped.`)
    const child = spawn(command, args, options)
    this.#process = child
    const leashed = child.pid === undefined ? undefined : leash(child.pid)
    this.#leash = leashed
    const ended = new Promise<never>((_, reject) => {
      child.once('error', reject)
      child.once('exit', (code, signal) => {
        leashed?.kill('SIGKILL')
        reject(new Error(`The ${name} ended (${signal ?? `code ${code}`}).`))
      })
    })
    await Promise.race([ready(child), ended])
    // Where the server is already up, its end is not an error of this start, but a reason to start again.
    ended.catch(() => this.#restart())
  }

  async stop(): Promise<void> {
    this.#isStopping = true
    const gone = Promise.all([endOf(this.#process), endOf(this.#leash)])
    const impatience = setTimeout(() => this.#process?.kill('SIGKILL'), stopMsMax)
    this.#process?.kill('SIGTERM')
    await gone
    clearTimeout(impatience)
  }

  #restart(): void {
    if (this.#isStopping) return
    const now = Date.now()
    this.#deaths = [...this.#deaths.filter((at) => now - at < 60_000), now]
    if (this.#deaths.length > restartsPerMinuteMax) {
      return this.#options.onGiveUp(
        `The ${this.#options.name} ended ${this.#deaths.length} times within a minute.`,
      )
    }
    console.error(`The ${this.#options.name} ended unexpectedly; starting it again.`)
    setTimeout(() => {
      if (!this.#isStopping) this.start().catch(() => this.#restart())
    }, restartPauseMs)
  }
}

function endOf(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => child.once('exit', () => resolve()))
}
