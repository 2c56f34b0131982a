import type { Command } from 'commander'
import type { BookingPage, ListInput } from '../../index.ts'
import { errandOf } from '../errand.ts'
import { inColumns } from '../say.ts'
import { readShowing, showingWords } from '../showing-argument.ts'

interface Options {
  readonly showing?: string
  readonly screen?: string
  readonly date?: string
  readonly time?: string
  readonly cursor?: string
}

/** For staff, as it names people. */
export function addBookings(program: Command): void {
  const command = program
    .command('bookings')
    .description('list the bookings that are not cancelled (staff)')
    .option('--showing <showing>', `of one showing: ${showingWords}`)
    .option('--screen <id>', 'the screen, with a date and time')
    .option('--date <day>', 'of this day: 2026-12-01')
    .option('--time <time>', 'of this time of the day: 18:30')
    .option('--cursor <cursor>', 'the next page, as `next` of the one before')
  command.action(async ({ showing, screen, ...options }: Options) => {
    const { client, output } = errandOf(command)
    const of: ListInput = showing === undefined ? {} : { showing: readShowing(showing, screen) }
    const page = await client.booking.list.query({ ...options, ...of })
    output.show(page, () => sayPage(page))
  })
}

function sayPage({ bookings, next }: BookingPage): string {
  if (bookings.length === 0) return 'There are no such bookings.'
  const rows = bookings.map(({ id, showing, seats, name, phone, status }) => [
    id,
    showing.id,
    status,
    seats.join(','),
    phone,
    name,
  ])
  return [inColumns(rows), ...(next === undefined ? [] : [`More: --cursor ${next}`])].join('\n')
}
