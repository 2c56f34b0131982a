import { describe, expect, it } from 'vitest'
import type { FailureCode } from '../../worker/domain/failures.ts'
import type {
  Attempt,
  Committed,
  Effect,
  Evidence,
  Operation,
  Request,
  StoredBooking,
} from '../judge/history.ts'
import { type Invariant, invariants } from '../judge/invariants.ts'
import { judge } from '../judge/judge.ts'
import { planOf } from './plan-of.ts'

const startsAt = Date.UTC(2027, 0, 1)
const here = 'main-20270102T0000Z'
const there = 'main-20270103T0000Z'
/** When bookings of `here` expire, after the start of a run. */
const end = 32 * 3_600_000

type Kind = Committed['kind']

function done(from: number, to: number, effect: Effect = {}): Attempt {
  return {
    sentAt: startsAt + from,
    answeredAt: startsAt + to,
    outcome: { kind: 'done', effect },
    text: 'done',
  }
}

function refused(from: number, to: number, code: FailureCode, seats: string[] = []): Attempt {
  return {
    sentAt: startsAt + from,
    answeredAt: startsAt + to,
    outcome: { kind: 'refused', code, seats },
    text: code,
  }
}

function lost(from: number, to: number): Attempt {
  return { sentAt: startsAt + from, answeredAt: startsAt + to, outcome: { kind: 'lost' }, text: '' }
}

function book(phone: string, seat = '1', showing = here): Request {
  return { kind: 'book', showing, seats: [seat], name: 'Mira', phone }
}

function asked(request: Request, ...attempts: Attempt[]): Operation {
  return { request, key: undefined, attempts }
}

function askedUnder(key: string, request: Request, ...attempts: Attempt[]): Operation {
  return { request, key, attempts }
}

interface Happening {
  readonly kind: Kind
  readonly booking: string
  readonly at: number
  readonly showing?: string
  readonly seats?: string[]
  /** The "now" of whoever made it. */
  readonly told?: number
}

/** A run from its events alone: the tables are what they come to, unless they are said to be otherwise. */
function run(
  happenings: readonly Happening[],
  operations: readonly Operation[],
  { versionOf = {}, keys = [] }: { versionOf?: Record<string, number>; keys?: string[] } = {},
): Evidence {
  const events = happenings.map(({ kind, booking, at, showing = here, seats = ['1'], told = at }, index) => ({
    sequence: index + 1,
    id: `ev_${index}`,
    kind,
    booking,
    showing,
    seats,
    at: startsAt + told,
    after: startsAt + at,
    by: startsAt + at,
  }))
  const stored = [...Map.groupBy(events, ({ booking }) => booking)].map(([id, own]): StoredBooking => {
    const last = own.at(-1)
    const status = last?.kind === 'cancelled' || last?.kind === 'expired' ? last.kind : 'booked'
    const { showing = here, seats = [] } = last ?? {}
    return { id, showing, seats, status, name: 'Mira', phone: id, version: versionOf[id] ?? own.length }
  })
  const tickets = stored
    .filter(({ status }) => status !== 'cancelled')
    .flatMap(({ id, showing, seats }) => seats.map((seat) => ({ showing, seat, booking: id })))
  return {
    operations,
    events,
    holds: [],
    blocked: [],
    admissions: [],
    tellings: [],
    plan: planOf(': 1-2'),
    byHand: new Set(),
    tables: { tickets, bookings: stored, keys: keys.map((key) => ({ key, booking: 'a' })) },
    expiredUntil: 0,
    crons: new Set(),
    phoneTicketsMax: 2,
    replyMsMax: 10,
  }
}

const a: Happening = { kind: 'booked', booking: 'a', at: 5 }
const bookA = asked(book('a'), done(0, 10, { bookings: ['a'], showing: here, seats: ['1'] }))
const givenBack = [bookA, asked({ kind: 'cancel', booking: 'a' }, done(990, 1_010))]

describe('the judge', () => {
  it.each<[why: string, violated: Invariant, evidence: Evidence]>([
    [
      'a seat is sold to two',
      'soldOnce',
      run([a, { kind: 'booked', booking: 'b', at: 15 }], [bookA, asked(book('b'), done(11, 20))]),
    ],
    [
      'a booking lacks a ticket',
      'whole',
      { ...run([a], [bookA]), tables: { ...run([a], [bookA]).tables, tickets: [] } },
    ],
    ['a booking is stored as another than happened', 'agreement', run([a], [bookA], { versionOf: { a: 7 } })],
    [
      'something follows a cancellation',
      'final',
      run(
        [a, { kind: 'cancelled', booking: 'a', at: 15 }, { kind: 'moved', booking: 'a', at: 25 }],
        [bookA, asked({ kind: 'cancel', booking: 'a' }, done(11, 20))],
      ),
    ],
    ['a success had no effect', 'acknowledged', run([], [bookA])],
    [
      'a cancellation by name leaves one out',
      'acknowledged',
      run(
        [
          a,
          { kind: 'booked', booking: 'b', at: 6, seats: ['2'] },
          { kind: 'cancelled', booking: 'a', at: 5_000 },
        ],
        [
          bookA,
          asked(book('b', '2'), done(0, 10)),
          asked({ kind: 'cancelByName', name: 'Mira' }, done(4_990, 5_010, { bookings: ['a'] })),
        ],
      ),
    ],
    ['a refusal had an effect', 'refused', run([a], [asked(book('a'), refused(0, 10, 'busy'))])],
    [
      'a refusal under a key had an effect that was on its way',
      'refused',
      run(
        [a, { kind: 'cancelled', booking: 'a', at: end + 500, told: end - 100 }],
        [
          bookA,
          askedUnder(
            'k',
            { kind: 'cancel', booking: 'a' },
            refused(end - 100, end - 50, 'outcome_unknown'),
            refused(end + 100, end + 110, 'booking_expired'),
          ),
        ],
        { keys: ['k'] },
      ),
    ],
    ['an effect comes after its answer', 'linearizable', run([{ ...a, at: 50 }], [bookA])],
    [
      'one key has two effects',
      'oneKey',
      run(
        [a, { kind: 'booked', booking: 'b', at: 25, seats: ['2'] }],
        [askedUnder('k', book('a'), done(0, 10)), askedUnder('k', book('b', '2'), done(20, 30))],
        { keys: ['k'] },
      ),
    ],
    [
      'a key that was answered with success is refused',
      'oneKey',
      run([a], [askedUnder('k', book('a'), done(0, 10), refused(100, 110, 'seats_taken', ['1']))], {
        keys: ['k'],
      }),
    ],
    ['a key is not stored with its effect', 'oneKey', run([a], [askedUnder('k', book('a'), done(0, 10))])],
    [
      'a seat is refused more than a second after it was given back',
      'trueRefusal',
      run(
        [a, { kind: 'cancelled', booking: 'a', at: 1_000 }],
        [...givenBack, asked(book('b'), refused(2_050, 2_060, 'seats_taken', ['1']))],
      ),
    ],
    [
      'a seat is refused under a key, as no copy does, nearly a second after it was given back',
      'trueRefusal',
      run(
        [a, { kind: 'cancelled', booking: 'a', at: 1_000 }],
        [...givenBack, askedUnder('k', book('b'), refused(1_950, 1_960, 'seats_taken', ['1']))],
      ),
    ],
    [
      'a seat is refused that was not asked for',
      'trueRefusal',
      run([a], [bookA, asked(book('b', '2'), refused(20, 30, 'seats_taken', ['1']))]),
    ],
    [
      'an answer comes after more than half a minute',
      'documented',
      run([a], [bookA, asked(book('b'), refused(20, 31_000, 'seats_taken', ['1']))]),
    ],
    ['a bug is answered', 'documented', run([], [asked(book('a'), refused(0, 10, 'internal'))])],
    ['a key stays open', 'learnt', run([a], [askedUnder('k', book('a'), lost(0, 10))], { keys: ['k'] })],
    [
      'a booking is marked as expired a day early',
      'expiry',
      run([a, { kind: 'expired', booking: 'a', at: 100, told: end }], [bookA]),
    ],
    ['a booking that is due is not marked', 'expiry', { ...run([a], [bookA]), expiredUntil: startsAt + end }],
  ])('sees that %s', (_, violated, evidence) => {
    expect(judge(evidence).map(({ invariant }) => invariant)).toContain(invariants[violated])
  })

  const move: Request = { kind: 'move', booking: 'a', showing: there }
  it.each<[why: string, evidence: Evidence]>([
    ['a booking', run([a], [bookA])],
    [
      'a refusal, by a copy of what a desk had said, nearly a second after its seat was given back',
      run(
        [a, { kind: 'cancelled', booking: 'a', at: 1_000 }],
        [...givenBack, asked(book('b'), refused(1_950, 1_960, 'seats_taken', ['1']))],
      ),
    ],
    [
      'a seat that is sold again after it was given back',
      run(
        [a, { kind: 'cancelled', booking: 'a', at: 15 }, { kind: 'booked', booking: 'b', at: 25 }],
        [bookA, asked({ kind: 'cancel', booking: 'a' }, done(11, 20)), asked(book('b'), done(21, 30))],
      ),
    ],
    [
      'equal moves, of which the first to be told was the first to be made',
      run(
        [
          a,
          { kind: 'moved', booking: 'a', at: 30, showing: there },
          { kind: 'moved', booking: 'a', at: 60, showing: there },
        ],
        [
          bookA,
          asked(move, done(20, 40)),
          asked(move, done(20, 80, { bookings: ['a'], showing: there, seats: ['1'] })),
        ],
      ),
    ],
    [
      'a lost request that had its effect, and one that had none',
      run([a], [asked(book('a'), lost(0, 10)), asked(book('b', '2'), lost(0, 10))]),
    ],
    [
      'a lost cancellation of one booking, and one by its name meanwhile that took another',
      run(
        [
          a,
          { kind: 'booked', booking: 'b', at: 15, seats: ['2'] },
          { kind: 'cancelled', booking: 'a', at: 30 },
          { kind: 'cancelled', booking: 'b', at: 60, seats: ['2'] },
        ],
        [
          bookA,
          asked(book('b', '2'), done(11, 20)),
          asked({ kind: 'cancel', booking: 'a' }, lost(21, 40)),
          asked({ kind: 'cancelByName', name: 'Mira' }, done(25, 70, { count: 1 })),
        ],
      ),
    ],
    [
      'two cancellations of one name, with a booking in between',
      run(
        [
          a,
          { kind: 'cancelled', booking: 'a', at: 30 },
          { kind: 'booked', booking: 'b', at: 40, seats: ['2'] },
          { kind: 'cancelled', booking: 'b', at: 60, seats: ['2'] },
        ],
        [
          bookA,
          asked(book('b', '2'), done(20, 45)),
          asked({ kind: 'cancelByName', name: 'Mira' }, done(20, 80, { count: 1 })),
          asked({ kind: 'cancelByName', name: 'Mira' }, done(20, 90, { count: 1 })),
        ],
      ),
    ],
  ])('passes %s', (_, evidence) => {
    expect(judge(evidence)).toEqual([])
  })
})
