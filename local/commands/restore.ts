import type { Command } from 'commander'
import { outputOf } from '../../client/cli/errand.ts'
import { exits } from '../../client/cli/exits.ts'
import { Verdict } from '../../client/cli/trouble.ts'
import { sayReadied } from './say-readied.ts'

export function addRestore(program: Command): void {
  const command = program
    .command('restore')
    .description("put a backup in the place of the data folder's database (DATA_DIR), which stays beside it")
    .argument('<backup>', 'a file that backup made; the house must not run')
  command.action(async (backup: string) => {
    const { restore } = await import('../operations/restore.ts')
    const { sayReport } = await import('../history/report.ts')
    const { report, isRestored, aside, ...readied } = await restore(backup)
    outputOf(command).show({ isRestored, aside, ...readied, ...report }, () => {
      const rest = isRestored ? [`${backup} is restored.`, sayReadied(readied), sayAside(aside)].flat() : []
      return [sayReport(report), ...rest].join('\n')
    })
    if (!isRestored) {
      const why = 'The backup is not as it was sealed, or not what its history tells of: nothing is replaced.'
      throw new Verdict(exits.unsound, 'unsound', why)
    }
  })
}

function sayAside(aside: string | undefined): readonly string[] {
  if (aside === undefined) return []
  return [`What it replaced is ${aside}. It knows names that were erased: delete it when it has served.`]
}
