import { describe, expect, it } from 'vitest'
import type { FailureCode } from '../../worker/domain/failures.ts'
import type { Admission, Attempt, Committed, Evidence, Operation, Request } from '../judge/history.ts'
import { type Invariant, invariants } from '../judge/invariants.ts'
import { judge } from '../judge/judge.ts'
import { planOf } from './plan-of.ts'

const startsAt = Date.UTC(2027, 0, 1)
const here = 'main-20270102T0000Z'
/** When tickets of `here` expire, after the start of a run. */
const end = 32 * 3_600_000

function attempt(from: number, to: number, outcome: Attempt['outcome']): Attempt {
  return { sentAt: startsAt + from, answeredAt: startsAt + to, outcome, text: outcome.kind }
}

function done(from: number, to: number): Attempt {
  return attempt(from, to, { kind: 'done', effect: {} })
}

function refused(from: number, to: number, code: FailureCode): Attempt {
  return attempt(from, to, { kind: 'refused', code, seats: [] })
}

function lost(from: number, to: number): Attempt {
  return attempt(from, to, { kind: 'lost' })
}

function atDoor(key: string | undefined, ...attempts: Attempt[]): Operation {
  return { request: { kind: 'admit', showing: here, seat: '1', device: 'Door' }, key, attempts }
}

function asked(request: Request, ...attempts: Attempt[]): Operation {
  return { request, key: undefined, attempts }
}

interface Event {
  readonly kind: Committed['kind']
  readonly at: number
  readonly sequence: number
  readonly seats?: string[]
}

const booked: Event = { kind: 'booked', at: 5, sequence: 1 }
const bookA: Operation = {
  request: { kind: 'book', showing: here, seats: ['1'], name: 'Mira', phone: 'a' },
  key: undefined,
  attempts: [done(0, 10)],
}
const cancelA: Request = { kind: 'cancel', booking: 'a' }
const moveA: Request = { kind: 'move', booking: 'a', seats: ['2'] }
const cancelMira: Request = { kind: 'cancelByName', name: 'Mira' }

function admitted(at: number, fields: Partial<Admission> = {}): Admission {
  const instant = { after: startsAt + at, by: startsAt + at }
  const ticket = { booking: 'a', showing: here, seat: '1' }
  return { sequence: 10, ...ticket, device: 'Door', scan: 'sc_1', ...instant, ...fields }
}

/** One booking, what became of it, and who was let in on it. */
function run(
  admissions: readonly Admission[],
  operations: readonly Operation[],
  happenings: readonly Event[] = [booked],
): Evidence {
  const events = happenings.map(({ at, seats = ['1'], ...rest }, index) => {
    const instant = { at: startsAt + at, after: startsAt + at, by: startsAt + at }
    return { id: `ev_${index}`, booking: 'a', showing: here, seats, ...rest, ...instant }
  })
  const last = events.at(-1)
  const seats = last?.seats ?? []
  const status = last?.kind === 'cancelled' || last?.kind === 'expired' ? last.kind : 'booked'
  const booking = { id: 'a', showing: here, seats, status, name: 'Mira', phone: 'a', version: events.length }
  const tickets = status === 'cancelled' ? [] : seats.map((seat) => ({ showing: here, seat, booking: 'a' }))
  return {
    operations: [bookA, ...operations],
    events,
    admissions,
    holds: [],
    blocked: [],
    tellings: [],
    plan: planOf(': 1-2'),
    byHand: new Set(),
    tables: { tickets, bookings: [booking], keys: [] },
    expiredUntil: 0,
    crons: new Set(),
    phoneTicketsMax: 2,
    replyMsMax: 10,
  }
}

describe('the judge, of who is let in', () => {
  it.each<[why: string, violated: Invariant, evidence: Evidence]>([
    [
      'somebody is let in twice',
      'letInOnce',
      run(
        [admitted(15), admitted(25, { sequence: 11, scan: 'sc_2' })],
        [atDoor(undefined, done(11, 20)), atDoor(undefined, done(21, 30))],
      ),
    ],
    ['who was told that he is in was not let in', 'letInOnce', run([], [atDoor(undefined, done(11, 20))])],
    ['nobody asked for who is in', 'letInOnce', run([admitted(15)], [])],
    [
      'who is in was refused',
      'letInOnce',
      run([admitted(15)], [atDoor(undefined, refused(11, 20, 'ticket_stale'))]),
    ],
    [
      'another door asked for who is in',
      'letInOnce',
      run([admitted(15, { device: 'Window' })], [atDoor(undefined, done(11, 20))]),
    ],
    [
      'a scan has another name than its key',
      'letInOnce',
      run([admitted(15, { scan: 'other' })], [atDoor('key', done(11, 20))]),
    ],
    ['somebody was in before he asked', 'letInOnce', run([admitted(9)], [atDoor(undefined, done(11, 20))])],
    [
      'somebody was in after he was told',
      'letInOnce',
      run([admitted(25)], [atDoor(undefined, done(11, 20))]),
    ],
    [
      'who asks again under his key is told that somebody is in',
      'letInOnce',
      run([admitted(15, { scan: 'key' })], [atDoor('key', done(11, 20), refused(30, 40, 'ticket_admitted'))]),
    ],
    [
      'a booking is cancelled with somebody in',
      'inStays',
      run(
        [admitted(15)],
        [atDoor(undefined, done(11, 20)), asked(cancelA, done(21, 30))],
        [booked, { kind: 'cancelled', at: 25, sequence: 11 }],
      ),
    ],
    [
      'a booking moves with somebody in',
      'inStays',
      run(
        [admitted(15)],
        [atDoor(undefined, done(11, 20)), asked(moveA, done(21, 30))],
        [booked, { kind: 'moved', at: 25, sequence: 11, seats: ['2'] }],
      ),
    ],
    [
      'somebody is let in on a ticket that was given back',
      'inStays',
      run(
        [admitted(25)],
        [asked(cancelA, done(11, 20)), atDoor(undefined, done(21, 30))],
        [booked, { kind: 'cancelled', at: 15, sequence: 2 }],
      ),
    ],
    [
      'a ticket is refused as used that nobody used',
      'trueRefusal',
      run([], [atDoor(undefined, refused(11, 20, 'ticket_admitted'))]),
    ],
    [
      'a ticket is refused that did not change',
      'trueRefusal',
      run([], [atDoor(undefined, refused(11, 20, 'ticket_stale'))]),
    ],
    [
      'a ticket is not found that is there',
      'trueRefusal',
      run([], [atDoor(undefined, refused(2_000, 2_010, 'ticket_not_found'))]),
    ],
    [
      'a ticket is refused as expired that is not',
      'trueRefusal',
      run([], [atDoor(undefined, refused(11, 20, 'ticket_expired'))]),
    ],
    [
      'a booking is kept for somebody who is not in',
      'trueRefusal',
      run([], [asked(cancelA, refused(11, 20, 'booking_admitted'))]),
    ],
    [
      'a cancellation by name leaves one out before anybody is in',
      'acknowledged',
      run([admitted(45)], [asked(cancelMira, done(21, 30)), atDoor(undefined, done(41, 50))]),
    ],
  ])('sees that %s', (_, violated, evidence) => {
    expect(judge(evidence).map(({ invariant }) => invariant)).toContain(invariants[violated])
  })

  it.each<[why: string, evidence: Evidence]>([
    ['one who is let in', run([admitted(15)], [atDoor(undefined, done(11, 20))])],
    [
      'one whose answer was lost, and who asks again',
      run([admitted(15, { scan: 'key' })], [atDoor('key', lost(11, 20), done(30, 40))]),
    ],
    [
      'another who comes with the same ticket',
      run(
        [admitted(15)],
        [atDoor(undefined, done(11, 20)), atDoor(undefined, refused(21, 30, 'ticket_admitted'))],
      ),
    ],
    [
      'a booking that is kept for who is in',
      run(
        [admitted(15)],
        [
          atDoor(undefined, done(11, 20)),
          asked(cancelA, refused(21, 30, 'booking_admitted')),
          asked(moveA, refused(21, 30, 'booking_admitted')),
          asked(cancelMira, refused(21, 30, 'booking_admitted')),
        ],
      ),
    ],
    [
      'one who is let in where his booking has moved to',
      run(
        [admitted(25, { seat: '2' })],
        [
          asked(moveA, done(11, 20)),
          asked({ kind: 'admit', showing: here, seat: '2', device: 'Door' }, done(21, 30)),
        ],
        [booked, { kind: 'moved', at: 15, sequence: 2, seats: ['2'] }],
      ),
    ],
    [
      'a late one, of whom his door was told that his ticket had expired',
      run(
        [admitted(end + 500, { scan: 'key' })],
        [atDoor('key', lost(end - 100, end - 50), refused(end + 100, end + 110, 'ticket_expired'))],
      ),
    ],
  ])('has nothing against %s', (_, evidence) => {
    expect(judge(evidence)).toEqual([])
  })
})
