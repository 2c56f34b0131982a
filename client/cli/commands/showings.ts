import type { Command } from 'commander'
import type { Programme } from '../../index.ts'
import { errandOf } from '../errand.ts'
import { writePrice } from '../price.ts'
import { addProgrammeShowings } from './programme-showings.ts'

interface Options {
  readonly date?: string
  readonly from?: string
  readonly to?: string
  readonly screen?: string
  readonly movie?: string
  readonly cursor?: string
}

export function addShowings(program: Command): void {
  const command = program
    .command('showings')
    .description('list the programme, from today; add, change, cancel or reopen a showing (staff)')
    .option('--date <day>', 'of this day alone: 2026-12-01')
    .option('--from <day>', 'from this day')
    .option('--to <day>', 'to this day')
    .option('--screen <id>', 'on this screen')
    .option('--movie <id>', 'of this movie')
    .option('--cursor <cursor>', 'the next page, as `next` of the one before')
  command.action(async ({ date, ...options }: Options) => {
    const { client, output } = errandOf(command)
    const day = date === undefined ? {} : { from: date, to: date }
    const page = await client.showing.list.query({ ...options, ...day })
    output.show(page, () => sayProgramme(page))
  })
  addProgrammeShowings(command)
}

function sayProgramme({ showings, next }: Programme): string {
  if (showings.length === 0) return 'No showings are on the programme then.'
  const lines = showings.map(({ id, date, time, movie, status, seats, prices, currency }) =>
    [
      id,
      `${date} ${time}`,
      movie.title,
      status,
      `${seats.free} of ${seats.total} free`,
      ...(prices === null ? [] : [priceRange(Object.values(prices), currency)]),
    ].join('  '),
  )
  return [...lines, ...(next === undefined ? [] : [`More: --cursor ${next}`])].join('\n')
}

function priceRange(prices: readonly number[], currency: string): string {
  const [low, high] = [Math.min(...prices), Math.max(...prices)]
  const written = [...new Set([low, high])].map((price) => writePrice(price, currency))
  return written.join(' to ')
}
