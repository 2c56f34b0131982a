import { execFile } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Contender } from '../contender.ts'
import { projectDirectory, scratchDirectory } from '../places.ts'
import type { Scenario } from '../scenarios.ts'
import { markdownOf } from './markdown.ts'
import { plotsOf } from './plots.ts'
import { type Results, results as schema } from './results.ts'

/** Nothing here is known more exactly. */
const digitsKept = 5
const resultsFile = 'results.json'
const formatter = path.join(projectDirectory, 'node_modules/oxfmt/bin/oxfmt')

/** The whole run's results are kept with the code; others never replace them. */
export function placeOf({ isWhole }: { isWhole: boolean }): string {
  return isWhole ? path.join(projectDirectory, 'bench') : scratchDirectory
}

export async function writeRounds(results: Results, directory: string): Promise<void> {
  const text = JSON.stringify(
    schema.parse(results),
    (_, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(digitsKept)) : value),
    2,
  )
  await writeFile(path.join(directory, resultsFile), `${text}\n`)
}

export async function writeReport(
  results: Results,
  directory: string,
  { scenarios, contenders }: { scenarios: readonly Scenario[]; contenders: readonly Contender[] },
): Promise<void> {
  const storesNothing = new Set(contenders.flatMap(({ stores, name }) => (stores ? [] : name)))
  const plots = await plotsOf(scenarios, results.rounds, storesNothing)
  const plotDirectory = path.join(directory, 'plots')
  await rm(plotDirectory, { recursive: true, force: true })
  await mkdir(plotDirectory, { recursive: true })
  for (const { name, svg } of plots) await writeFile(path.join(plotDirectory, `${name}.svg`), `${svg}\n`)
  const plotFiles = plots.map(({ title, name }) => ({ title, name, file: `plots/${name}.svg` }))
  const text = markdownOf({ results, scenarios, contenders, plots: plotFiles })
  const files = ['RESULTS.md', resultsFile].map((name) => path.join(directory, name))
  await writeFile(path.join(directory, 'RESULTS.md'), text)
  // They are kept with the code, and so in its format.
  await promisify(execFile)(process.execPath, [formatter, ...files], { cwd: projectDirectory })
}
