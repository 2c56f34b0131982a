import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { leash } from '../../local/leash.ts'

const stopMsMax = 10_000
const keptCharacters = 4_000

export interface LeashedOptions {
  readonly command: string
  readonly args: readonly string[]
  readonly options: Pick<SpawnOptions, 'cwd' | 'env' | 'uid' | 'gid'>
  /** What asks it to end. */
  readonly endSignal: NodeJS.Signals
}

/** A process with a group of its own that never outlives this one. */
export class Leashed {
  readonly pid: number
  /** Rejects when the process ends, with the last of what it said. */
  readonly ended: Promise<never>
  readonly #child: ChildProcess
  readonly #exit: Promise<void>
  readonly #endSignal: NodeJS.Signals
  #said = ''

  constructor({ command, args, options, endSignal }: LeashedOptions) {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    if (child.pid === undefined) {
      child.once('error', () => undefined)
      throw new Error(`${command} cannot be run.`)
    }
    const leashed = leash(child.pid)
    this.pid = child.pid
    this.#child = child
    this.#endSignal = endSignal
    this.#exit = new Promise((resolve) => {
      child.once('exit', () => {
        leashed.kill('SIGKILL')
        resolve()
      })
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.#said = `${this.#said}${chunk.toString()}`.slice(-keptCharacters)
      })
    }
    this.ended = this.#exit.then(() => Promise.reject(new Error(`${command} ended: ${this.#said}`)))
    this.ended.catch(() => undefined)
  }

  /** The first line that it says. */
  firstLine(): Promise<string> {
    return new Promise((resolve) => {
      let text = ''
      this.#child.stdout?.on('data', (chunk: Buffer) => {
        text += chunk.toString()
        const end = text.indexOf('\n')
        if (end !== -1) resolve(text.slice(0, end))
      })
    })
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const impatience = setTimeout(() => process.kill(-this.pid, 'SIGKILL'), stopMsMax)
    this.#child.kill(this.#endSignal)
    await this.#exit
    clearTimeout(impatience)
  }
}
