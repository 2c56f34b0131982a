import type { Booking, Hold } from '../index.ts'
import { writePrice } from './price.ts'

/** A booking for a person to read. */
export function sayBooking({ id, showing, seats, price, name, phone, status }: Booking): string {
  return table([
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
  return table([
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

function table(lines: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...lines.map(([name]) => name.length))
  return lines.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n')
}
