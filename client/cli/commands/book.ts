import { type Command, InvalidArgumentError } from 'commander'
import type { BookInput } from '../../index.ts'
import { errandOf } from '../errand.ts'
import { type KeyOptions, underKey, withKeyOption } from '../idempotency.ts'
import { sayBooking } from '../say.ts'
import { type SeatOptions, chosenSeats, withSeatOptions } from '../seat-choice.ts'
import { readShowing, showingWords } from '../showing-argument.ts'

interface Options extends SeatOptions, KeyOptions {
  readonly screen?: string
  readonly hold?: string
  readonly name: string
  readonly phone: string
}

export function addBook(program: Command): void {
  const command = program
    .command('book')
    .description('book seats of a showing, or those of a hold')
    .argument('[showing]', showingWords)
    .option('--screen <id>', 'the screen, with a date and time')
    .option('--hold <id>', 'the seats of this hold')
  withSeatOptions(command)
    .requiredOption('--name <name>', "the buyer's name")
    .requiredOption('--phone <number>', "the buyer's phone number")
  withKeyOption(command)
  command.action(async (text: string | undefined, options: Options) => {
    const { client, output } = errandOf(command)
    const { name, phone } = options
    const wanted = whatToBook(text, options)
    const booking = await underKey(options, (key) =>
      client.booking.create.mutate({ ...wanted, name, phone, ...key }),
    )
    output.show(booking, () => sayBooking(booking))
  })
}

type Buyer = 'name' | 'phone' | 'idempotencyKey'
type WhatToBook = BookInput extends infer Input ? (Input extends unknown ? Omit<Input, Buyer> : never) : never

function whatToBook(text: string | undefined, { screen, hold, ...options }: Options): WhatToBook {
  const chosen = chosenSeats(options)
  if (hold !== undefined) {
    if (chosen !== undefined) throw new InvalidArgumentError('A hold has its seats; give --hold alone.')
    return { hold, ...(text === undefined ? {} : { showing: readShowing(text, screen) }) }
  }
  if (text === undefined) throw new InvalidArgumentError('Give a showing, or --hold.')
  if (chosen === undefined) throw new InvalidArgumentError('Give --seats, --best or --hold.')
  return { showing: readShowing(text, screen), ...chosen }
}
