import type { Command } from 'commander'
import { outputOf } from '../../client/cli/errand.ts'
import { exits } from '../../client/cli/exits.ts'
import { Verdict } from '../../client/cli/trouble.ts'

export function addBackup(program: Command): void {
  const command = program
    .command('backup')
    .description("copy the data folder's database, also while the house sells, and verify the copy")
    .argument('<file>', 'where to; there must be none yet')
  command.action(async (target: string) => {
    const { backUp } = await import('../operations/backup.ts')
    const { sayReport } = await import('../history/report.ts')
    const { file, report } = await backUp(target)
    outputOf(command).show({ file, ...report }, () => `${sayReport(report)}\nThe backup is ${file}.`)
    if (report.findings > 0) {
      throw new Verdict(exits.unsound, 'unsound', 'The backup is as its house is: look at what was found.')
    }
  })
}
