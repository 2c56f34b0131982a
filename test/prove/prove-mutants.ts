import { availableParallelism } from 'node:os'
import { type Invariant, invariants } from '../judge/invariants.ts'
import { mutants } from './mutants.ts'
import type { Mutant } from './mutants/mutant.ts'
import { runSeeds } from './proving-process.ts'

const seedsMax = 2_000
/** An invariant that few faults violate may be one that nothing can violate. */
const mutantsOfInvariantMin = 3

/** Each mutant must violate the invariants that it is there for, within so many seeds, and each invariant has its mutants. */
export async function proveMutants(only: string): Promise<number> {
  const chosen = mutants.filter(({ name, file }) => name.includes(only) || file.includes(only))
  const left = [...chosen]
  const survivors: string[] = []
  const prover = async (): Promise<void> => {
    for (let mutant = left.shift(); mutant !== undefined; mutant = left.shift()) {
      const { isCaught, said } = await hunt(mutant)
      console.log(said)
      if (!isCaught) survivors.push(mutant.name)
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, prover))
  const bare = keysOf(invariants).filter((invariant) => countOf(invariant) < mutantsOfInvariantMin)
  for (const invariant of bare) console.log(`TOO FEW mutants for: ${invariants[invariant]}`)
  console.log(`${chosen.length - survivors.length} of ${chosen.length} mutants caught`)
  return survivors.length > 0 || bare.length > 0 || chosen.length === 0 ? 1 : 0
}

async function hunt(mutant: Mutant): Promise<{ isCaught: boolean; said: string }> {
  const wanted = mutant.violates.map((invariant) => invariants[invariant])
  const until = wanted.flatMap((invariant) => ['--until', invariant])
  const run = await runSeeds(['--count', String(seedsMax), ...until], { mutant }).catch(() => undefined)
  if (run === undefined) return { isCaught: false, said: `COULD NOT RUN | ${mutant.name}` }
  const { seeds, found } = run
  const firsts = wanted.map((invariant) => {
    const seed = found.find((one) => one.invariant === invariant)?.seed
    return `${invariant} ${seed === undefined ? `NEVER in ${seeds}` : `after ${seed}`}`
  })
  const isCaught = wanted.every((invariant) => found.some((one) => one.invariant === invariant))
  return { isCaught, said: `${isCaught ? 'caught' : 'SURVIVED'} | ${mutant.name} | ${firsts.join('; ')}` }
}

function countOf(invariant: Invariant): number {
  return mutants.filter(({ violates }) => violates.includes(invariant)).length
}

function keysOf<K extends string>(table: Readonly<Record<K, unknown>>): K[] {
  return Object.keys(table).filter((key): key is K => key in table)
}
