import { type Command, InvalidArgumentError } from 'commander'
import type { HoldInput } from '../index.ts'

export interface SeatOptions {
  readonly seats?: string[]
  readonly best?: number
  readonly category?: string
  readonly together?: true
  readonly accessible?: true
}

type Choice = { seats: string[] } | Pick<Extract<HoldInput, { best: unknown }>, 'best'>

export function withSeatOptions(command: Command): Command {
  return command
    .option('--seats <labels>', 'these seats: A1,A2', readSeats)
    .option('--best <count>', 'the best of those that are free', readCount)
    .option('--category <name>', 'with --best: of this category')
    .option('--together', 'with --best: beside each other, or none')
    .option('--accessible', 'with --best: a wheelchair place among them')
}

export function readSeats(text: string): string[] {
  const seats = text.split(',').map((seat) => seat.trim())
  if (seats.includes('')) throw new InvalidArgumentError('Write seats as A1,A2.')
  return seats
}

/** By their labels, or the best; undefined where nothing is said of seats. */
export function chosenSeats({ seats, best, ...wish }: SeatOptions): Choice | undefined {
  const { category, together, accessible } = wish
  const hasWish = [category, together, accessible].some((one) => one !== undefined)
  if (best === undefined && hasWish) {
    throw new InvalidArgumentError('--category, --together and --accessible go with --best.')
  }
  if (seats !== undefined && best !== undefined) {
    throw new InvalidArgumentError('Give --seats or --best, not both.')
  }
  if (seats !== undefined) return { seats }
  if (best === undefined) return undefined
  return {
    best: {
      count: best,
      ...(category === undefined ? {} : { category }),
      ...(together === undefined ? {} : { together }),
      ...(accessible === undefined ? {} : { accessible }),
    },
  }
}

function readCount(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('Write how many seats, as a whole number.')
  return Number(text)
}
