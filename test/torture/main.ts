import path from 'node:path'
import { parseArgs } from 'node:util'
import { judge } from '../judge/judge.ts'
import { readHistory, writeHistory } from './archive.ts'
import { overload } from './overload/overload.ts'
import { conclude, printViolations } from './report.ts'
import { torture } from './run.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '2' },
    seed: { type: 'string' },
    judge: { type: 'string' },
    overload: { type: 'boolean', default: false },
  },
})

const cleanup = new AsyncDisposableStack()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => void cleanup.disposeAsync().finally(() => process.exit(1)))

if (values.overload) process.exitCode = (await overload()) ? 0 : 1
else if (values.judge === undefined) process.exitCode = await run()
else process.exitCode = await judgeAgain(values.judge)

async function run(): Promise<number> {
  const minutes = positive(values.minutes, 'minutes')
  const seed = values.seed === undefined ? Date.now() % 1_000_000 : positive(values.seed, 'seed')
  console.log(`torture for ${minutes} minutes: npm run torture -- --minutes ${minutes} --seed ${seed}`)
  try {
    const [history, report] = await torture({ minutes, seed, cleanup })
    await cleanup.disposeAsync()
    const holds = conclude(report, [...history.witnessed, ...judge(history)], minutes)
    if (!holds) await keep(`dist/torture/${seed}.jsonl`, history)
    return holds ? 0 : 1
  } finally {
    await cleanup.disposeAsync()
  }
}

async function keep(file: string, history: Parameters<typeof writeHistory>[1]): Promise<void> {
  await writeHistory(path.resolve(import.meta.dirname, '../..', file), history)
  console.log(`the history is kept: npm run torture -- --judge ${file}`)
}

async function judgeAgain(file: string): Promise<number> {
  const history = await readHistory(file)
  const violations = [...history.witnessed, ...judge(history)]
  printViolations(violations)
  return violations.length > 0 ? 1 : 0
}

function positive(text: string, name: string): number {
  const number = Number(text)
  if (!(number > 0)) throw new Error(`--${name} must be a number above 0, not ${text}.`)
  return number
}
