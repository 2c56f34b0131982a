import * as fc from 'fast-check'
import { pageSizeMax } from '../../worker/domain/limits.ts'

/*
 * Values that mean something to the service, by the name of their field, so that a good share of requests succeeds.
 * What depends on the day or on earlier answers is a symbol, `@kind:argument`, which `memory.ts` replaces:
 * so a seed makes the same requests whatever was answered.
 */

const agoMax = 400
const seatLabels = ['A', 'B', 'C', 'D'].flatMap((row) => [1, 2, 3, 4, 5].map((n) => `${row}${n}`))

const ago = fc.oneof({ weight: 3, arbitrary: fc.nat(20) }, { weight: 1, arbitrary: fc.nat(agoMax) })

/** Days from today. Most lie apart, some are crowded, a few are over or too far. */
const day = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 2, max: 240 }) },
  { weight: 3, arbitrary: fc.constantFrom(7, 8) },
  { weight: 1, arbitrary: fc.constantFrom(-400, -1, 0, 1, 730, 731, 732, 3_000) },
)

const clock = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(fc.nat(23), fc.constantFrom(0, 30)).map(([h, m]) => `${two(h)}:${two(m)}`),
  },
  { weight: 3, arbitrary: fc.constantFrom('18:30', '20:00') },
  { weight: 1, arbitrary: fc.constantFrom('6:30 PM', '12:00 am', '9:05pm', '00:00', '23:59', ' 7:15 p.m. ') },
)

const seats = fc
  .tuple(
    fc.nat(seatLabels.length - 1),
    fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 3 }) }, fc.integer({ min: 1, max: 20 })),
  )
  .map(([from, count]) => seatLabels.slice(from, from + count))

const buyer = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '@name:plain',
      '@name:umlaut',
      '@name:kanji',
      '@name:emoji',
      '@name:decomposed',
      '@name:padded',
      '@name:quoted',
      '@name:longest',
    ),
  },
  { weight: 2, arbitrary: ago.map((n) => `@buyer:${n}`) },
)

const phone = fc.constantFrom('@phone:plain', '@phone:plus', '@phone:spaced')
const classicPhone = fc.constantFrom('@phone:plain', '@phone:plus', '@phone:number')

const id = fc.oneof(
  { weight: 9, arbitrary: ago.map((n) => `@booking:${n}`) },
  { weight: 1, arbitrary: fc.constantFrom(`bk_${'0'.repeat(33)}`, 'bk_1', 'BK_x') },
)

/** Screens and movies go by the same few names, so that one is often found. */
const programmeId = fc.nat(1).map((n) => `hall-${n}`)

const holdId = ago.map((n) => `@hold:${n}`)

const eventId = fc.nat(9).map((n) => `@event:${n}`)

const salesInstant = fc.integer({ min: -3, max: 240 }).map((n) => `@instant:${n}`)

const key = fc.oneof(
  { weight: 6, arbitrary: fc.constant('@key:fresh') },
  { weight: 2, arbitrary: fc.nat(40).map((n) => `@key:${n}`) },
)

const words: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  name: buyer,
  phone,
  phn: classicPhone,
  date: day.map((n) => `@day:${n}`),
  time: clock,
  seats,
  tickets: fc.constant('@count:seats'),
  id,
  // Most are there already: some are others, so that one can be added.
  'screen.id': fc.oneof(
    { weight: 3, arbitrary: programmeId },
    { weight: 1, arbitrary: fc.nat(30).map((n) => `attic-${n}`) },
  ),
  'movie.id': programmeId,
  'hold.id': holdId,
  'door.id': key,
  'ticket.id': key,
  'key.id': fc.nat(9).map((n) => `@staff:${n}`),
  'webhook.id': fc.nat(9).map((n) => `@webhook:${n}`),
  'webhook.from': eventId,
  event: eventId,
  url: fc.oneof(
    { weight: 9, arbitrary: fc.constant('@receiver:here') },
    fc.constantFrom('http://cinema.example/', 'https://10.0.0.1/', 'https://[fc00::1]/', 'nowhere'),
  ),
  hold: holdId,
  code: fc.nat(20).map((n) => `@ticket:${n}`),
  // One of the last tickets, at the door of its showing or of another.
  'ticket.code': fc.nat(1).map((n) => `@ticket:${n}`),
  'ticket.showing': fc.nat(1).map((n) => `@door:${n}`),
  seat: fc.constantFrom(...seatLabels),
  scannedAt: fc.integer({ min: -3, max: 3 }).map((n) => `@instant:${n}`),
  category: fc.constantFrom('standard', 'standard', 'vip'),
  ticketID: id,
  screen: fc.oneof(
    { weight: 9, arbitrary: fc.constant('main') },
    { weight: 6, arbitrary: programmeId },
    fc.constantFrom('imax', 'a', 'x'.repeat(32)),
  ),
  showing: fc.oneof(
    { weight: 2, arbitrary: fc.tuple(day, fc.nat(47)).map(([n, half]) => `@showing:${n}:${half}`) },
    { weight: 1, arbitrary: ago.map((n) => `@programmed:${n}`) },
  ),
  // What is changed, looked at or cancelled is on the programme, as a rule.
  'showing.showing': fc.oneof(
    { weight: 4, arbitrary: ago.map((n) => `@programmed:${n}`) },
    { weight: 1, arbitrary: fc.tuple(day, fc.nat(47)).map(([n, half]) => `@showing:${n}:${half}`) },
  ),
  movie: programmeId,
  plan: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('A: 1-8', 'A: 1-5\nB: 1-5', 'A: 1-4 _ 5-8\nB vip: 1a 2c 3-5x') },
    { weight: 3, arbitrary: fc.constant('latest') },
    { weight: 1, arbitrary: fc.constantFrom('A:', 'A: 1-99999999') },
  ),
  prices: fc.constantFrom({ standard: 900 }, { standard: 900, vip: 1_500 }, {}, null),
  currency: fc.constantFrom('EUR', 'EUR', 'CHF', 'eur', 'QQQ'),
  posterUrl: fc.constantFrom('https://example.org/a.png', 'http://example.org/a.png'),
  salesOpenAt: salesInstant,
  salesCloseAt: salesInstant,
  from: day.map((n) => `@day:${n}`),
  to: day.map((n) => `@day:${n}`),
  idempotencyKey: key,
  cursor: fc.constantFrom('@cursor:last', '@cursor:last', 'WzAsImJrXyJd', 'abc', '!'),
  limit: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 10 }) }, fc.constant(pageSizeMax)),
}

export function wordsFor(field: string): fc.Arbitrary<unknown> | undefined {
  return Object.hasOwn(words, field) ? words[field] : undefined
}

/** For a procedure such as `movie.get`, whose `id` is a movie's. */
export function wordsOf(procedure: string): typeof wordsFor {
  const [noun] = procedure.split('.')
  return (field) => wordsFor(`${noun}.${field}`) ?? wordsFor(field)
}

function two(n: number): string {
  return String(n).padStart(2, '0')
}
