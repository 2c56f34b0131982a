import path from 'node:path'
import { type Address, isLoopback } from './address.ts'

interface Opened {
  readonly address: Address
  readonly zone: string
  readonly dataDirectory: string
}

/** Where it serves, where its data lies, and what to try first. */
export function welcome({ address, zone, dataDirectory }: Opened): void {
  const date = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
  const example = { name: 'Ayush', phn: '9876543210', date, time: '18:30', tickets: 2, seats: ['A1', 'A2'] }
  const place = path.relative(process.cwd(), dataDirectory)
  const elsewhere = process.env['DATABASE_URL'] === undefined ? '' : ', database at DATABASE_URL'
  console.log(`Marquee serves on ${address.url}
  data   ${place.startsWith('..') ? dataDirectory : place}${elsewhere}
  venue  screen main, seats A1 to D5, any future date and time (time zone ${zone})
  try    curl ${address.url}/book -d '${JSON.stringify(example)}'
  stop   Ctrl-C`)
  if (!isLoopback(address.host)) {
    console.warn(
      `Everybody who reaches ${address.host} can see and change all bookings here. Mind who that is.`,
    )
  }
}
