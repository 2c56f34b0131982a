import type { Booking, Hold } from '../index.ts'
import { writePrice } from './price.ts'

/** A booking for a person to read. */
export function sayBooking({ id, showing, seats, price, name, phone, status }: Booking): string {
  return inColumns([
    ['booking', id],
    ['status', status],
    ['showing', `${showing.date} ${showing.time}, screen ${showing.screen}`],
    ['seats', seats.join(', ')],
    ...(price === undefined ? [] : [['price', writePrice(price.total, price.currency)] as const]),
    ['name', name],
    ['phone', phone],
  ])
}

export function sayHold({ id, showing, seats, quote, expiresAt }: Hold): string {
  return inColumns([
    ['hold', id],
    ['showing', showing],
    ['seats', seats.join(', ')],
    ...(quote === undefined ? [] : [['price', writePrice(quote.total, quote.currency)] as const]),
    ['until', clockTime(expiresAt)],
  ])
}

/** An instant as a clock on this machine shows it. */
export function clockTime(instant: string | number): string {
  return new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' }).format(new Date(instant))
}

/** Rows of cells, a line each; the last cell of a row is as long as it is. */
export function inColumns(rows: readonly (readonly string[])[]): string {
  const widthOf = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0))
  const widths = (rows[0] ?? []).slice(0, -1).map((_, column) => widthOf(column))
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n')
}
