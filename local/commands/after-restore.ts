import type { Command } from 'commander'
import { outputOf } from '../../client/cli/errand.ts'
import { exits } from '../../client/cli/exits.ts'
import { Verdict } from '../../client/cli/trouble.ts'
import { sayReadied } from './say-readied.ts'

export function addAfterRestore(program: Command): void {
  const command = program
    .command('after-restore')
    .description(
      'ready the database at DATABASE_URL, which was restored to an earlier moment, for sale: epochs are raised, ' +
        'holds are gone, and who was erased since is erased again, and keys and webhooks that were ended since are ended again, ' +
        'as far as REPLACED_DATABASE_URL and REPLACED_DATABASE_AUTH_TOKEN name the database that knows',
    )
  command.action(async () => {
    const { readyRestored } = await import('../operations/after-restore.ts')
    const { sayReport } = await import('../history/report.ts')
    const { report, ...readied } = await readyRestored()
    outputOf(command).show({ ...readied, ...report }, () => `${sayReadied(readied)}\n${sayReport(report)}`)
    if (report.findings > 0) {
      throw new Verdict(exits.unsound, 'unsound', 'What was restored is not what its history tells of.')
    }
  })
}
