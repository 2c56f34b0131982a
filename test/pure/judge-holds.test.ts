import { describe, expect, it } from 'vitest'
import type { FailureCode } from '../../worker/domain/failures.ts'
import type { Attempt, Evidence, Held, Operation, Request } from '../judge/history.ts'
import { type Invariant, invariants } from '../judge/invariants.ts'
import { judge } from '../judge/judge.ts'
import { planOf } from './plan-of.ts'

const startsAt = Date.UTC(2027, 0, 1)
const here = 'main-20270102T0000Z'
const there = 'main-20270103T0000Z'

function attempt(from: number, to: number, outcome: Attempt['outcome'], text = ''): Attempt {
  return { sentAt: startsAt + from, answeredAt: startsAt + to, outcome, text }
}

function done(from: number, to: number): Attempt {
  return attempt(from, to, { kind: 'done', effect: {} })
}

/** Told of the hold on seat 1 until 4,000, unless it is said to be another. */
function told(from: number, to: number, { id = 'h', seats = ['1'], until = 4_000 } = {}): Attempt {
  const hold = { id, expiresAt: startsAt + until }
  return attempt(from, to, { kind: 'done', effect: { hold, showing: here, seats } })
}

function refused(from: number, to: number, code: FailureCode, seats: string[] = []): Attempt {
  return attempt(from, to, { kind: 'refused', code, seats }, code)
}

function lost(from: number, to: number): Attempt {
  return attempt(from, to, { kind: 'lost' })
}

function asked(request: Request, ...attempts: Attempt[]): Operation {
  return { request, key: undefined, attempts }
}

function askedUnder(key: string, request: Request, ...attempts: Attempt[]): Operation {
  return { request, key, attempts }
}

const hold: Request = { kind: 'hold', showing: here, seats: ['1'] }
const holdTwo: Request = { kind: 'hold', showing: here, count: 2 }
const release: Request = { kind: 'release', hold: 'h' }

function book(phone: string, seat = '1'): Request {
  return { kind: 'book', showing: here, seats: [seat], name: 'Mira', phone }
}

function bookHeld(phone: string, { of = 'h', showing = here } = {}): Request {
  return { kind: 'book', hold: of, showing, name: 'Mira', phone }
}

interface Placed {
  readonly id?: string
  readonly at: number
  readonly gone?: number
  readonly until?: number
  readonly seats?: string[]
}

function held({ id = 'h', at, gone, until = 4_000, seats = ['1'] }: Placed): Held {
  const instant = (ms: number): Held['placed'] => ({ after: startsAt + ms, by: startsAt + ms })
  const ended = gone === undefined ? undefined : instant(gone)
  return { id, showing: here, seats, expiresAt: startsAt + until, placed: instant(at), ended }
}

interface Booked {
  readonly booking: string
  readonly at: number
  readonly seats?: string[]
}

/** A run from its bookings and holds: the tables are what they come to. */
function run(
  holds: readonly Held[],
  operations: readonly Operation[],
  { booked = [], keys = [], byHand = [] }: { booked?: Booked[]; keys?: string[]; byHand?: string[] } = {},
): Evidence {
  const events = booked.map(({ booking, at, seats = ['1'] }, index) => ({
    sequence: index + 1,
    id: `ev_${index}`,
    kind: 'booked' as const,
    booking,
    showing: here,
    seats,
    at: startsAt + at,
    after: startsAt + at,
    by: startsAt + at,
  }))
  const bookings = events.map(({ booking: id, seats }) => {
    return { id, showing: here, seats, status: 'booked', name: 'Mira', phone: id, version: 1 }
  })
  const tickets = events.flatMap(({ booking, seats }) =>
    seats.map((seat) => ({ showing: here, seat, booking })),
  )
  return {
    operations,
    events,
    holds,
    blocked: [],
    admissions: [],
    tellings: [],
    plan: planOf(': 1-2'),
    byHand: new Set(byHand),
    tables: { tickets, bookings, keys: keys.map((key) => ({ key, booking: 'a' })) },
    expiredUntil: 0,
    crons: new Set(),
    phoneTicketsMax: 2,
    replyMsMax: 10,
  }
}

const h = held({ at: 5 })
const holdH = asked(hold, told(0, 10))
const sold: Booked = { booking: 'a', at: 25 }

describe('the judge of holds', () => {
  it.each<[why: string, violated: Invariant, evidence: Evidence]>([
    [
      'a seat is held by two',
      'heldOnce',
      run(
        [h, held({ id: 'i', at: 15, until: 4_100 })],
        [holdH, asked(hold, told(11, 20, { id: 'i', until: 4_100 }))],
      ),
    ],
    [
      'a held seat is sold to another',
      'heldOrSold',
      run([h], [holdH, asked(book('a'), done(20, 30))], { booked: [sold] }),
    ],
    [
      'a sold seat is held',
      'heldOrSold',
      run([held({ at: 45 })], [asked(book('a'), done(20, 30)), asked(hold, told(40, 50))], {
        booked: [sold],
      }),
    ],
    [
      'the booking made from a hold leaves it',
      'heldOrSold',
      run([h], [holdH, asked(bookHeld('a'), done(20, 30))], { booked: [sold] }),
    ],
    [
      'a booking ends its hold later than it was made',
      'heldOrSold',
      run([held({ at: 5, gone: 28 })], [holdH, asked(bookHeld('a'), done(20, 30))], { booked: [sold] }),
    ],
    [
      'a hold becomes a ticket that was over when it was asked for',
      'ranOut',
      run([held({ at: 5, gone: 4_025 })], [holdH, asked(bookHeld('a'), done(4_000, 4_030))], {
        booked: [{ booking: 'a', at: 4_025 }],
      }),
    ],
    [
      'a booking from a live hold is refused',
      'kept',
      run([h], [holdH, asked(bookHeld('a'), refused(20, 30, 'hold_expired'))]),
    ],
    ['a live hold is gone, and nobody asked for that', 'kept', run([held({ at: 5, gone: 100 })], [holdH])],
    [
      'a live hold is gone before its release is asked for',
      'kept',
      run([held({ at: 5, gone: 100 })], [holdH, asked(release, done(110, 120))]),
    ],
    ['a hold was told and is not there', 'heldAsTold', run([], [holdH])],
    ['a hold comes after its answer', 'heldAsTold', run([held({ at: 50 })], [holdH])],
    [
      'a hold was told to last longer than it does',
      'heldAsTold',
      run([h], [asked(hold, told(0, 10, { until: 5_000 }))]),
    ],
    [
      'a hold was told that was over before it was asked for',
      'heldAsTold',
      run([h], [askedUnder('k', hold, lost(0, 10), told(4_100, 4_110))]),
    ],
    ['two of the best are one', 'heldAsTold', run([h], [asked(holdTwo, told(0, 10))])],
    [
      'two of the best are the same',
      'heldAsTold',
      run([held({ at: 5, seats: ['1', '1'] })], [asked(holdTwo, told(0, 10, { seats: ['1', '1'] }))]),
    ],
    ['a hold was released, and goes on', 'heldAsTold', run([h], [holdH, asked(release, done(20, 30))])],
    ['a hold is there that was refused', 'heldAsTold', run([h], [asked(hold, refused(0, 10, 'busy'))])],
    [
      'one who does not know explains two holds',
      'heldAsTold',
      run([h, held({ id: 'i', at: 4_005, until: 8_000 })], [asked(hold, lost(0, 10))]),
    ],
    [
      'a hold comes after the last word under its key',
      'heldAsTold',
      run(
        [held({ at: 200 })],
        [
          askedUnder('k', hold, lost(0, 10), refused(20, 30, 'seats_taken', ['1'])),
          asked(book('a'), done(0, 10)),
        ],
        { booked: [{ booking: 'a', at: 5 }] },
      ),
    ],
    [
      'a key holds two at once',
      'oneKey',
      run(
        [held({ at: 5, seats: ['1'] }), held({ id: 'i', at: 25, seats: ['2'] })],
        [
          askedUnder(
            'k',
            { kind: 'hold', showing: here, count: 1 },
            told(0, 10),
            told(20, 30, { id: 'i', seats: ['2'] }),
          ),
        ],
      ),
    ],
    [
      'a live hold makes room for another under its key, though somebody may have released it',
      'oneKey',
      run(
        [{ ...held({ at: 5, gone: 25 }), isReplaced: true }, held({ at: 25, seats: ['2'] })],
        [askedUnder('k', holdTwo, told(0, 10), told(20, 30, { seats: ['2'] })), asked(release, lost(20, 30))],
      ),
    ],
    [
      'a key is refused for the sake of its own hold',
      'oneKey',
      run([h], [askedUnder('k', hold, told(0, 10), refused(20, 30, 'seats_held', ['1']))]),
    ],
    [
      'a seat is refused more than a second after its hold has run out',
      'trueRefusal',
      run([h], [holdH, asked(book('b'), refused(5_050, 5_060, 'seats_held', ['1']))]),
    ],
    [
      'a seat is refused that was held later only',
      'trueRefusal',
      run(
        [held({ at: 45 })],
        [asked(book('b'), refused(20, 30, 'seats_held', ['1'])), asked(hold, told(40, 50))],
      ),
    ],
    [
      'the best are refused though there are enough',
      'trueRefusal',
      run([h], [holdH, asked(holdTwo, refused(5_050, 5_060, 'not_enough_seats'))]),
    ],
    [
      'the best are refused for seats that were taken one after the other',
      'trueRefusal',
      run(
        [held({ at: 5, gone: 1_000 }), held({ id: 'i', at: 1_100, seats: ['2'], until: 5_100 })],
        [
          holdH,
          asked(release, done(990, 1_010)),
          asked({ ...hold, seats: ['2'] }, told(1_090, 1_110, { id: 'i', seats: ['2'], until: 5_100 })),
          asked({ ...holdTwo, count: 1 }, refused(1_120, 1_130, 'not_enough_seats')),
        ],
      ),
    ],
    [
      'the best beside each other are refused though two are',
      'trueRefusal',
      run([], [asked({ ...holdTwo, together: true }, refused(0, 10, 'not_enough_seats'))]),
    ],
    [
      'a hold is not found that is there',
      'trueRefusal',
      run([h], [holdH, asked(bookHeld('a'), refused(2_000, 2_010, 'hold_not_found'))]),
    ],
    [
      'a hold is told to have run out that has not',
      'trueRefusal',
      run([h], [holdH, asked(bookHeld('a'), refused(2_000, 2_010, 'hold_expired'))]),
    ],
  ])('sees that %s', (_, violated, evidence) => {
    expect(judge(evidence).map(({ invariant }) => invariant)).toContain(invariants[violated])
  })

  it.each<[why: string, evidence: Evidence]>([
    ['a hold', run([h], [holdH])],
    [
      'a hold that is booked',
      run([held({ at: 5, gone: 25 })], [holdH, asked(bookHeld('a'), done(20, 30))], { booked: [sold] }),
    ],
    [
      'a hold that is booked after its end, as it was asked for before',
      run([held({ at: 5, gone: 4_025 })], [holdH, asked(bookHeld('a'), done(3_999, 4_030))], {
        booked: [{ booking: 'a', at: 4_025 }],
      }),
    ],
    [
      'a seat that is held again, and sold, once a hold has run out',
      run(
        [h, held({ id: 'i', at: 4_000, gone: 4_050, until: 8_000 })],
        [
          holdH,
          asked(hold, told(3_990, 4_010, { id: 'i', until: 8_000 })),
          asked({ kind: 'release', hold: 'i' }, done(4_040, 4_060)),
          asked(book('a'), done(4_070, 4_080)),
        ],
        { booked: [{ booking: 'a', at: 4_075 }] },
      ),
    ],
    [
      'a held seat that staff sell by hand, and the refusal of its booking',
      run(
        [h],
        [holdH, asked(book('a'), done(25, 25)), asked(bookHeld('b'), refused(40, 50, 'seats_taken', ['1']))],
        {
          booked: [sold],
          byHand: ['a'],
        },
      ),
    ],
    [
      'a hold that is booked by one, and refused to another at the same moment',
      run(
        [held({ at: 5, gone: 25 })],
        [holdH, asked(bookHeld('a'), done(20, 30)), asked(bookHeld('b'), refused(21, 31, 'hold_not_found'))],
        { booked: [sold] },
      ),
    ],
    [
      'the refusal of a hold under another showing',
      run([h], [holdH, asked(bookHeld('a', { showing: there }), refused(2_000, 2_010, 'hold_not_found'))]),
    ],
    [
      'a key that asks for another hold, once its first is over',
      run(
        [held({ at: 5, gone: 4_105 }), held({ at: 4_105, until: 8_000 })],
        [askedUnder('k', hold, told(0, 10), told(4_100, 4_110, { until: 8_000 }))],
      ),
    ],
    [
      'a key that asks for another hold, once its first was booked, though nobody saw which came first',
      run(
        [
          { ...held({ at: 5 }), ended: { after: startsAt + 15, by: startsAt + 38 } },
          {
            ...held({ at: 5, seats: ['2'], until: 4_030 }),
            placed: { after: startsAt + 28, by: startsAt + 45 },
          },
        ],
        [
          askedUnder(
            'k',
            { kind: 'hold', showing: here, count: 1 },
            told(0, 10),
            told(31, 41, { seats: ['2'], until: 4_030 }),
          ),
          asked(bookHeld('a'), done(20, 30)),
        ],
        { booked: [sold] },
      ),
    ],
    [
      'a key that is refused once its hold is over, of which another request under it was told',
      run(
        [held({ at: 5, gone: 25 })],
        [
          askedUnder('k', hold, refused(0, 40, 'seats_taken', ['1'])),
          askedUnder('k', hold, told(10, 15)),
          asked(bookHeld('a'), done(20, 30)),
        ],
        { booked: [sold] },
      ),
    ],
    ['a hold that nobody was told of', run([h], [asked(hold, lost(0, 10))])],
    ['a lost release', run([held({ at: 5, gone: 500 })], [holdH, asked(release, lost(20, 30))])],
    [
      'a refusal of the best, while one of two is held',
      run([h], [holdH, asked(holdTwo, refused(4_500, 4_510, 'not_enough_seats'))]),
    ],
  ])('passes %s', (_, evidence) => {
    expect(judge(evidence)).toEqual([])
  })
})
