import type { Command } from 'commander'
import type { History } from '../../index.ts'
import { errandOf } from '../errand.ts'
import { inColumns } from '../say.ts'

/** For staff: who did what to a booking. */
export function addHistory(program: Command): void {
  const command = program
    .command('history')
    .description(
      'tell what became of a booking, and by whom; --json has each change before and after (staff)',
    )
    .argument('<id>', "the booking's id")
    .option('--cursor <cursor>', 'the next page, as `next` of the one before')
  command.action(async (id: string, { cursor }: { readonly cursor?: string }) => {
    const { client, output } = errandOf(command)
    const history = await client.booking.history.query({ id, ...(cursor === undefined ? {} : { cursor }) })
    output.show(history, () => sayHistory(history))
  })
}

function sayHistory({ entries, next }: History): string {
  if (entries.length === 0) return 'Nothing more is written of it.'
  const rows = entries.map(({ at, kind, actor, requestId }) => [at, kind, actor, requestId])
  return [inColumns(rows), ...(next === undefined ? [] : [`More: --cursor ${next}`])].join('\n')
}
