import { spawn } from 'node:child_process'
import path from 'node:path'
import type { Mutant } from './mutants/mutant.ts'
import { type Report, report } from './report.ts'

interface ProcessOptions {
  readonly mutant?: Mutant
  /** Passes on what it prints before its report. */
  readonly isShown?: boolean
}

const preload = path.join(import.meta.dirname, 'mutate.ts')
const script = path.join(import.meta.dirname, 'run-seeds.ts')

/** What workerd has by itself. */
const runtime = ['--js-base-64']

/** Runs seeds in a process of their own, with a mutant in its sources if one is given. */
export function runSeeds(
  args: readonly string[],
  { mutant, isShown = false }: ProcessOptions = {},
): Promise<Report> {
  const child = spawn(process.execPath, [...runtime, '--import', preload, script, ...args], {
    env: { ...process.env, MUTANT: mutant?.name ?? '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.once('error', reject)
    child.once('close', (code) => {
      const lines = output.trimEnd().split('\n')
      if (code !== 0)
        return reject(new Error(`a proving process ended with ${code}: ${mutant?.name ?? args.join(' ')}`))
      if (isShown) console.log(lines.slice(0, -1).join('\n'))
      resolve(report.parse(JSON.parse(lines.at(-1) ?? '')))
    })
  })
}
