import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'

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

/** A process that is kept alive until it is stopped. */
export class Child {
  readonly #options: ChildOptions
  #process: ChildProcess | undefined
  #stopping = false
  #deaths: number[] = []

  constructor(options: ChildOptions) {
    this.#options = options
  }

  async start(): Promise<void> {
    const { name, command, args, options, ready } = this.#options
    const child = spawn(command, args, options)
    this.#process = child
    const ended = new Promise<never>((_, reject) => {
      child.once('error', reject)
      child.once('exit', (code, signal) =>
        reject(new Error(`The ${name} ended (${signal ?? `code ${code}`}).`)),
      )
    })
    await Promise.race([ready(child), ended])
    // Where the server is already up, its end is not an error of this start, but a reason to start again.
    ended.catch(() => this.#restart())
  }

  get process(): ChildProcess | undefined {
    return this.#process
  }

  async stop(): Promise<void> {
    this.#stopping = true
    const child = this.#process
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    const impatience = setTimeout(() => child.kill('SIGKILL'), stopMsMax)
    child.kill('SIGTERM')
    await gone
    clearTimeout(impatience)
  }

  #restart(): void {
    if (this.#stopping) return
    const now = Date.now()
    this.#deaths = [...this.#deaths.filter((at) => now - at < 60_000), now]
    if (this.#deaths.length > restartsPerMinuteMax) {
      return this.#options.onGiveUp(
        `The ${this.#options.name} ended ${this.#deaths.length} times within a minute.`,
      )
    }
    console.error(`The ${this.#options.name} ended unexpectedly; starting it again.`)
    setTimeout(() => {
      if (!this.#stopping) this.start().catch(() => this.#restart())
    }, restartPauseMs)
  }
}
