import { type Command, InvalidArgumentError } from 'commander'
import { errandOf } from '../errand.ts'
import { type KeyOptions, underKey, withKeyOption } from '../idempotency.ts'
import { sayHold } from '../say.ts'
import { type SeatOptions, chosenSeats, withSeatOptions } from '../seat-choice.ts'
import { readShowing, showingWords } from '../showing-argument.ts'

interface Options extends SeatOptions, KeyOptions {
  readonly screen?: string
}

export function addHold(program: Command): void {
  const command = program
    .command('hold')
    .description('keep seats for some minutes')
    .argument('<showing>', showingWords)
    .option('--screen <id>', 'the screen, with a date and time')
  withKeyOption(withSeatOptions(command))
  command.action(async (text: string, options: Options) => {
    const { client, output } = errandOf(command)
    const showing = readShowing(text, options.screen)
    const chosen = chosenSeats(options)
    if (chosen === undefined) throw new InvalidArgumentError('Give --seats or --best.')
    const hold = await underKey(options, (key) => client.hold.place.mutate({ showing, ...chosen, ...key }))
    output.show(hold, () => sayHold(hold))
  })
}
