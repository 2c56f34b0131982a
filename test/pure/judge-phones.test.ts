import { describe, expect, it } from 'vitest'
import type { Committed, StoredBooking } from '../judge/history.ts'
import { judgePhones } from '../judge/phones.ts'

const here = 'main-20270101T2000Z'
const there = 'main-20270102T2000Z'

type Happening = Pick<Committed, 'kind' | 'booking' | 'seats'> & { readonly showing?: string }

function eventsOf(happenings: readonly Happening[]): Committed[] {
  return happenings.map((one, index) => ({
    showing: here,
    ...one,
    sequence: index,
    id: `ev_${index}`,
    at: index,
    after: index,
    by: index,
  }))
}

function booking(id: string, phone: string): StoredBooking {
  return { id, phone, showing: here, seats: [], status: 'booked', name: 'Mira', version: 1 }
}

const bookings = [booking('a', 'x 1'), booking('b', '(y) 1'), booking('c', 'z 2'), booking('d', 'nobody')]

function found(happenings: readonly Happening[]): number {
  return judgePhones(eventsOf(happenings), { bookings, phoneTicketsMax: 2 }).length
}

const two: Happening = { kind: 'booked', booking: 'a', seats: ['1', '2'] }

describe('the judge of what a phone has', () => {
  it.each<[why: string, happenings: readonly Happening[]]>([
    ['another booking of the phone', [two, { kind: 'booked', booking: 'b', seats: ['3'] }]],
    ['one booking with too many', [{ kind: 'booked', booking: 'a', seats: ['1', '2', '3'] }]],
    [
      'one that is moved here',
      [
        two,
        { kind: 'booked', booking: 'b', seats: ['3'], showing: there },
        { kind: 'moved', booking: 'b', seats: ['3'] },
      ],
    ],
    [
      'a move to more seats',
      [
        { kind: 'booked', booking: 'a', seats: ['1'] },
        { kind: 'booked', booking: 'b', seats: ['2'] },
        { kind: 'moved', booking: 'b', seats: ['2', '3'] },
      ],
    ],
  ])('sees %s', (_, happenings) => {
    expect(found(happenings)).toBe(1)
  })

  it.each<[why: string, happenings: readonly Happening[]]>([
    ['another phone', [two, { kind: 'booked', booking: 'c', seats: ['3'] }]],
    ['nobody’s phone', [two, { kind: 'booked', booking: 'd', seats: ['3', '4', '5'] }]],
    ['another showing', [two, { kind: 'booked', booking: 'b', seats: ['3'], showing: there }]],
    ['a move within the showing', [two, { kind: 'moved', booking: 'a', seats: ['3', '4'] }]],
    [
      'one after a cancellation',
      [
        two,
        { kind: 'cancelled', booking: 'a', seats: ['1', '2'] },
        { kind: 'booked', booking: 'b', seats: ['1'] },
      ],
    ],
  ])('lets pass %s', (_, happenings) => {
    expect(found(happenings)).toBe(0)
  })
})
