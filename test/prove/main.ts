import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { type Mutant, mutants } from './mutants.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    doublecheck: { type: 'boolean', default: false },
    mutants: { type: 'boolean', default: false },
  },
})

const mutantSeedsMax = 500
const report = z.object({
  seeds: z.number(),
  requests: z.number(),
  won: z.number(),
  found: z.array(z.object({ seed: z.number(), invariant: z.string(), detail: z.string() })),
})

if (values.mutants) process.exitCode = await proveMutants()
else if (values.seed !== undefined) process.exitCode = await replay(values.seed)
else process.exitCode = await proveSeeds(Number(values.seeds))

async function proveSeeds(count: number): Promise<number> {
  const startedAt = performance.now()
  const processes = Math.min(availableParallelism(), count)
  const share = Math.ceil(count / processes)
  const ranges = Array.from({ length: processes }, (_, index) => ({
    first: 1 + index * share,
    count: Math.min(share, count - index * share),
  }))
  const reports = await Promise.all(
    ranges.map((range) =>
      run(['--first', String(range.first), '--count', String(range.count), ...doublecheck()]),
    ),
  )
  const found = reports.flatMap((one) => one.found)
  for (const invariant of new Set(found.map((one) => one.invariant))) {
    const violations = found.filter((one) => one.invariant === invariant)
    const [shortest] = violations.toSorted((one, other) => one.detail.length - other.detail.length)
    console.log(`VIOLATED ${violations.length} times: ${invariant}`)
    console.log(`  ${shortest?.detail}\n  replay: npm run prove -- --seed ${shortest?.seed}`)
  }
  const sum = (key: 'seeds' | 'requests' | 'won'): number =>
    reports.reduce((total, one) => total + one[key], 0)
  const seconds = (performance.now() - startedAt) / 1_000
  console.log(
    `${sum('seeds')} seeds, ${sum('requests')} requests, ${sum('won')} won, ${found.length} violations, in ${seconds.toFixed(1)} s`,
  )
  return found.length > 0 || sum('won') === 0 ? 1 : 0
}

async function replay(seed: string): Promise<number> {
  const { found } = await run(['--first', seed, '--count', '1', '--trace', ...doublecheck()], {
    isShown: true,
  })
  for (const { invariant, detail } of found) console.log(`VIOLATED: ${invariant}\n  ${detail}`)
  return found.length > 0 ? 1 : 0
}

/** Each mutant must be caught by an invariant, within so many seeds. */
async function proveMutants(): Promise<number> {
  const left = [...mutants]
  let survivors = 0
  const prover = async (): Promise<void> => {
    for (let mutant = left.shift(); mutant !== undefined; mutant = left.shift()) {
      const { seeds, found } = await run(['--count', String(mutantSeedsMax), '--once'], { mutant })
      const by = [...new Set(found.map(({ invariant }) => invariant))].join('; ')
      if (found.length === 0) survivors += 1
      console.log(
        found.length > 0
          ? `caught after ${seeds}: ${mutant.name} | ${by}`
          : `SURVIVED ${seeds}: ${mutant.name}`,
      )
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, prover))
  console.log(`${mutants.length - survivors} of ${mutants.length} mutants caught`)
  return survivors > 0 ? 1 : 0
}

interface RunOptions {
  readonly mutant?: Mutant
  readonly isShown?: boolean
}

function run(
  args: readonly string[],
  { mutant, isShown = false }: RunOptions = {},
): Promise<z.output<typeof report>> {
  const mutate = path.join(import.meta.dirname, 'mutate.ts')
  const script = path.join(import.meta.dirname, 'run-seeds.ts')
  const child = spawn(process.execPath, ['--import', mutate, script, ...args], {
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

function doublecheck(): string[] {
  return values.doublecheck ? ['--doublecheck'] : []
}
