import type { Command } from 'commander'
import type { SeatsState } from '../../index.ts'
import { drawSeats } from '../draw-seats.ts'
import { errandOf } from '../errand.ts'
import { clockTime } from '../say.ts'
import { readShowing, showingWords } from '../showing-argument.ts'

export function addWatch(program: Command): void {
  const command = program
    .command('watch')
    .description('follow the seats of a showing as they are sold, until Ctrl-C')
    .argument('<showing>', showingWords)
    .option('--screen <id>', 'the screen, with a date and time')
  command.action(async (text: string, { screen }: { screen?: string }) => {
    const { client, output } = errandOf(command)
    const plan = await client.showing.plan.query({ showing: readShowing(text, screen) })
    const leaving = new AbortController()
    process.once('SIGINT', () => leaving.abort())
    for await (const state of client.showing.live(plan.showing, { signal: leaving.signal })) {
      if (output.isTerminal) {
        output.redraw(
          `${plan.showing}  ${clockTime(Date.now())}\n\n${drawSeats(plan, state.seats, output.paint)}`,
        )
      } else {
        const changed = statusesOfChanged(state)
        output.show({ version: state.version, changed: Object.fromEntries(changed) }, () =>
          sayChanged(changed),
        )
      }
    }
  })
}

type Changed = readonly (readonly [seat: string, status: string])[]

function statusesOfChanged({ changed, seats }: SeatsState): Changed {
  return changed.map((seat) => [seat, seats.get(seat) ?? 'gone'] as const)
}

function sayChanged(changed: Changed): string {
  const words = [...new Set(changed.map(([, status]) => status))].map((status) => {
    const seats = changed.flatMap(([seat, is]) => (is === status ? [seat] : []))
    return `${status} ${seats.join(',')}`
  })
  return [clockTime(Date.now()), ...words].join('  ')
}
