import { type Command, InvalidArgumentError } from 'commander'
import { errandOf } from '../errand.ts'
import { type KeyOptions, underKey, withKeyOption } from '../idempotency.ts'
import { sayBooking } from '../say.ts'
import { readSeats } from '../seat-choice.ts'
import { readShowing, showingWords } from '../showing-argument.ts'

interface Options extends KeyOptions {
  readonly to?: string
  readonly screen?: string
  readonly seats?: string[]
}

export function addMove(program: Command): void {
  const command = program
    .command('move')
    .description('move a booking to another showing, to other seats, or both')
    .argument('<id>', "the booking's id")
    .option('--to <showing>', showingWords)
    .option('--screen <id>', 'the screen, with a date and time')
    .option('--seats <labels>', 'other seats: A1,A2', readSeats)
  withKeyOption(command)
  command.action(async (id: string, options: Options) => {
    const { to, screen, seats } = options
    const { client, output } = errandOf(command)
    if (to === undefined && seats === undefined)
      throw new InvalidArgumentError('Give --to, --seats, or both.')
    const showing = to === undefined ? {} : { showing: readShowing(to, screen) }
    const other = seats === undefined ? {} : { seats }
    const booking = await underKey(options, (key) =>
      client.booking.move.mutate({ id, ...showing, ...other, ...key }),
    )
    output.show(booking, () => sayBooking(booking))
  })
}
