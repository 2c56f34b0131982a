import { type Command, InvalidArgumentError } from 'commander'
import { outputOf } from '../../client/cli/errand.ts'
import { exits } from '../../client/cli/exits.ts'
import { Verdict } from '../../client/cli/trouble.ts'
import { type Head, readHead } from '../history/head.ts'

interface Options {
  readonly file?: string
  readonly expectHead?: Head
}

export function addVerify(program: Command): void {
  const command = program
    .command('verify')
    .description('look whether what is stored is what its history tells of, also while the house sells')
    .option('--file <database>', 'instead of that at DATABASE_URL, or that of the data folder (DATA_DIR)')
    .option('--expect-head <sequence:mac>', 'a head that the log or a backup told', headOf)
  command.action(async (options: Options) => {
    const { verifyDatabase } = await import('../operations/verify.ts')
    const { sayReport } = await import('../history/report.ts')
    const report = await verifyDatabase(options)
    outputOf(command).show(report, () => sayReport(report))
    if (report.findings > 0) {
      throw new Verdict(exits.unsound, 'unsound', 'What is stored is not what its history tells of.')
    }
  })
}

function headOf(text: string): Head {
  const head = readHead(text)
  if (head === undefined) {
    throw new InvalidArgumentError('A head is written as <sequence>:<mac>, as the log tells it.')
  }
  return head
}
