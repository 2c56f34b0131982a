import path from 'node:path'
import type { Address } from './address.ts'
import type { StaffSide } from './staff-side.ts'

interface Opened {
  readonly address: Address
  readonly zone: string
  readonly dataDirectory: string
  readonly staffSide: StaffSide
}

/** Where it serves, where its data lies, and what to try first. */
export function welcome({ address, zone, dataDirectory, staffSide }: Opened): void {
  const date = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
  const example = { name: 'Ayush', phn: '9876543210', date, time: '18:30', tickets: 2, seats: ['A1', 'A2'] }
  const elsewhere = process.env['DATABASE_URL'] === undefined ? '' : ', database at DATABASE_URL'
  console.log(`Marquee serves on ${address.url}
  data   ${asTyped(dataDirectory)}${elsewhere}
  venue  screen main, seats A1 to D5, any future date and time (time zone ${zone})
  staff  ${sayStaffSide(staffSide)}
  try    curl ${address.url}/book -d '${JSON.stringify(example)}'
  stop   Ctrl-C`)
}

/** Where the key lies, never what it is: a terminal remembers. */
function sayStaffSide({ settings, keyFile }: StaffSide): string {
  const key =
    keyFile === undefined
      ? 'the key is what STAFF_KEY says'
      : `the key is in ${asTyped(keyFile)}: export MARQUEE_KEY="$(cat ${quoted(asTyped(keyFile))})"`
  return settings.CLASSIC_OPEN === 'on'
    ? `${key}\n         the six classic routes ask for none, from this machine`
    : key
}

function asTyped(place: string): string {
  const near = path.relative(process.cwd(), place)
  return near.startsWith('..') ? place : near
}

/** As a shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
