import { expect } from 'vitest'
import { type Booking, type Buyer, type Face, type Held, type Refused, evening } from './face.ts'

/*
 * One evening at the box office, in a house that nobody has booked yet: screen main, four rows of five seats. It is told over each
 * face, and the same things happen. Where the classic routes cannot say something (`beyond`), it is said how the evening goes on there.
 */

const ayush = { name: 'Ayush', phone: '9876543210' }
const mira = { name: 'Mira', phone: '5550100' }
const noor = { name: 'Noor', phone: '5550101' }
const zoe = { name: 'Zoe', phone: '5550102' }
const [early, late] = ['18:30', '21:00']
const nobodys = `bk_${'0'.repeat(33)}`

export async function tellEvening(face: Face): Promise<void> {
  const { beyond } = face
  if (beyond) expect(await beyond.seats(early)).toEqual({ held: [], sold: [] })

  // Ayush books two seats. He asks twice, as no answer came to the first time, and has one booking.
  const order = { ...ayush, time: early, seats: ['A3', 'A4'], key: 'a-key-of-ayush-01' }
  const his = bookingIn(await face.book(order))
  expect(his).toEqual(booked(his.id, ayush, early, ['A3', 'A4']))
  expect(await face.book(order)).toEqual(his)
  expect(await face.see(his.id)).toEqual(his)
  // The key belongs to that request, and to no other.
  expect(await face.book({ ...order, seats: ['A5'] })).toEqual({ refused: 'idempotency_key_reused' })

  // Mira wants one of his seats, and what nobody can have.
  const wanted = { ...mira, time: early, seats: ['A4', 'A5'] }
  expect(await face.book(wanted)).toEqual({ refused: 'seats_taken' })
  expect(await face.book({ ...wanted, seats: ['Z9'] })).toEqual({ refused: 'seats_unknown' })
  expect(await face.book({ ...wanted, seats: ['A5', 'A5'] })).toEqual({ refused: 'invalid_request' })
  expect(await face.book({ ...wanted, seats: ['A5'], phone: '12' })).toEqual({ refused: 'invalid_request' })
  expect(await face.book({ ...wanted, seats: labels(21) })).toEqual({ refused: 'too_many_seats' })
  expect(await face.book({ ...wanted, date: '2020-01-01' })).toEqual({ refused: 'showing_closed' })
  expect(await face.book({ ...wanted, date: '2099-01-01' })).toEqual({ refused: 'showing_too_far' })

  // She takes B1 and B2. Elsewhere she holds them first, and Noor is told so; the classic routes know no holds.
  let hers: Booking
  if (beyond) {
    const hold = { time: early, seats: ['B1', 'B2'], key: 'a-key-of-mira-001' }
    const held = holdIn(await beyond.hold(hold))
    expect(held.seats).toEqual(['B1', 'B2'])
    expect(await beyond.hold(hold)).toEqual(held)
    expect(await face.book({ ...noor, time: early, seats: ['B2'] })).toEqual({ refused: 'seats_held' })
    expect(await beyond.seats(early)).toEqual({ held: ['B1', 'B2'], sold: ['A3', 'A4'] })
    hers = bookingIn(await beyond.bookHold(held.hold, mira))
    expect(await beyond.bookHold(held.hold, mira)).toEqual({ refused: 'hold_not_found' })
  } else {
    hers = bookingIn(await face.book({ ...mira, time: early, seats: ['B1', 'B2'] }))
  }
  expect(hers).toEqual(booked(hers.id, mira, early, ['B1', 'B2']))
  expect(await face.book({ ...noor, time: early, seats: ['B2'] })).toEqual({ refused: 'seats_taken' })

  // Noor wants the best three beside each other, which leave no single seat; over the classic routes she names them herself.
  const best = ['C1', 'C2', 'C3']
  const noors = bookingIn(
    await (beyond
      ? beyond.bookBest({ ...noor, time: early, best: best.length })
      : face.book({ ...noor, time: early, seats: best })),
  )
  expect(noors).toEqual(booked(noors.id, noor, early, best))

  // Who gives a hold back leaves nothing behind, however often he does.
  if (beyond) {
    const { hold } = holdIn(await beyond.hold({ time: late, seats: ['D1'] }))
    expect(await beyond.release(hold)).toEqual({ released: hold })
    expect(await beyond.release(hold)).toEqual({ released: hold })
    expect(await beyond.seats(late)).toEqual({ held: [], sold: [] })
  }

  // Ayush comes later, with the same seats, and tells it twice. So Zoe gets one of his, and he cannot come back.
  const later = { time: late, key: 'a-key-of-ayush-02' }
  const moved = booked(his.id, ayush, late, ['A3', 'A4'])
  expect(await face.move(his.id, later)).toEqual(moved)
  expect(await face.move(his.id, later)).toEqual(moved)
  const zoes = bookingIn(await face.book({ ...zoe, time: early, seats: ['A3'] }))
  expect(await face.move(his.id, { time: early })).toEqual({ refused: 'seats_taken' })
  expect(await face.see(his.id)).toEqual(moved)
  // To other seats of the same showing; the classic routes leave a booking its seats.
  if (beyond) {
    expect(await beyond.moveSeats(noors.id, ['D2', 'D3', 'D4'])).toMatchObject({ seats: ['D2', 'D3', 'D4'] })
    expect(await beyond.moveSeats(noors.id, ['B2', 'B3', 'B4'])).toEqual({ refused: 'seats_taken' })
    expect(await beyond.moveSeats(noors.id, best)).toEqual(noors)
  }

  // Zoe cannot come, says so twice, and her seat is free for Noor's friends.
  const gone = { ...zoes, status: 'cancelled' }
  expect(await face.cancel(zoes, 'a-key-of-zoe-0001')).toEqual(gone)
  expect(await face.cancel(zoes, 'a-key-of-zoe-0001')).toEqual(gone)
  expect(await face.see(zoes.id)).toEqual(gone)
  expect(await face.move(zoes.id, { time: late })).toEqual({ refused: 'booking_cancelled' })
  // The classic routes cancel by name, and so find none under hers any more.
  const over = beyond ? 'booking_cancelled' : 'booking_not_found'
  expect(await face.cancel(zoes)).toEqual({ refused: over })
  const friends = bookingIn(await face.book({ ...noor, name: 'Omar', time: early, seats: ['A3'] }))

  // A booking that nobody made.
  expect(await face.see(nobodys)).toEqual({ refused: 'booking_not_found' })
  expect(await face.move(nobodys, { time: late })).toEqual({ refused: 'booking_not_found' })

  // Staff see who comes, by start; it is nobody else's business.
  expect(await face.list('anybody')).toEqual({ refused: 'key_required' })
  const comes = await face.list('staff')
  if ('refused' in comes) throw new Error(comes.refused)
  expect(comes.bookings.map(({ time }) => time)).toEqual([early, early, early, late])
  expect(comes.bookings.toSorted(byName)).toEqual([moved, hers, noors, friends])
  if (beyond) {
    expect(await beyond.seats(early)).toEqual({ held: [], sold: ['A3', 'B1', 'B2', ...best] })
    expect(await beyond.seats(late)).toEqual({ held: [], sold: ['A3', 'A4'] })
  }
}

/** What is in the database when it is over, whichever face it was told over. */
export function whatIsLeft({ beyond }: Face): object {
  return {
    bookings: [
      ['Ayush', '9876543210', late, '["A3","A4"]', 'booked'],
      ['Mira', '5550100', early, '["B1","B2"]', 'booked'],
      ['Noor', '5550101', early, '["C1","C2","C3"]', 'booked'],
      ['Omar', '5550101', early, '["A3"]', 'booked'],
      ['Zoe', '5550102', early, '["A3"]', 'cancelled'],
    ],
    tickets: [
      ['1830', 'A3', 'Omar'],
      ['1830', 'B1', 'Mira'],
      ['1830', 'B2', 'Mira'],
      ['1830', 'C1', 'Noor'],
      ['1830', 'C2', 'Noor'],
      ['1830', 'C3', 'Noor'],
      ['2100', 'A3', 'Ayush'],
      ['2100', 'A4', 'Ayush'],
    ],
    holds: [],
    eventsOf: [
      ['Ayush', 'booked moved'],
      ['Mira', 'booked'],
      // There and back.
      ['Noor', beyond ? 'booked moved moved' : 'booked'],
      ['Omar', 'booked'],
      ['Zoe', 'booked cancelled'],
    ],
  }
}

function booked(id: string, buyer: Buyer, time: string, seats: readonly string[]): Booking {
  return { id, ...buyer, date: evening, time, seats, status: 'booked' }
}

function bookingIn(told: Booking | Refused): Booking {
  if ('refused' in told) throw new Error(`no booking, as ${told.refused}`)
  return told
}

function holdIn(told: Held | Refused): Held {
  if ('refused' in told) throw new Error(`no hold, as ${told.refused}`)
  return told
}

function labels(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `A${index + 1}`)
}

function byName(one: Booking, other: Booking): number {
  return one.name.localeCompare(other.name)
}
