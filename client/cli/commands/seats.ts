import type { Command } from 'commander'
import { drawSeats } from '../draw-seats.ts'
import { errandOf } from '../errand.ts'
import { readShowing, showingWords } from '../showing-argument.ts'
import { statusesOf } from '../statuses.ts'

export function addSeats(program: Command): void {
  const command = program
    .command('seats')
    .description("draw a showing's seats")
    .argument('<showing>', showingWords)
    .option('--screen <id>', 'the screen, with a date and time')
  command.action(async (text: string, { screen }: { screen?: string }) => {
    const { client, output } = errandOf(command)
    const showing = readShowing(text, screen)
    const [plan, seats] = await Promise.all([
      client.showing.plan.query({ showing }),
      client.showing.seats.query({ showing }),
    ])
    const statuses = statusesOf(seats)
    const all = plan.seats.map((seat) => ({ ...seat, status: statuses.get(seat.label) ?? 'blocked' }))
    output.show({ ...plan, seats: all }, () =>
      [
        plan.showing,
        '',
        drawSeats(plan, statuses, output.paint),
        '',
        `${seats.free.length} free, ${seats.held.length} held, ${seats.sold.length} sold`,
      ].join('\n'),
    )
  })
}
