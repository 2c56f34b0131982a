import { type JsonObject, isObject } from './json.ts'
import type { Ask } from './play.ts'

/*
 * The examples of the document, each of them asked of a running house: a manager lays down a programme, buyers hold, book,
 * move and cancel, and some of them in vain. Each operation is asked for once at least.
 */

const ayush = { name: 'Ayush', phone: '9876543210' }
const mira = { name: 'Mira', phone: '5550100' }
const date = '2027-12-01'
const key = '2f1d6b0e-7c3a-4d58'

export async function tellStory(ask: Ask): Promise<void> {
  await layDownProgramme(ask)
  await sellSeats(ask)
  await useClassicRoutes(ask)
  await answerPeople(ask)
  await ask('isAlive')
  await ask('isReady')
  await ask('getProblem', { path: { code: 'seats_taken' } })
  await ask('getProblem', { path: { code: 'no_such_code' } })
}

async function layDownProgramme(ask: Ask): Promise<void> {
  await ask('changeVenue', { body: { name: 'The Lantern', currency: 'EUR' } })
  await ask('getVenue')
  await ask('changeVenue', { body: { currency: 'Euro' } })
  const screen = { id: 'studio', name: 'Studio', plan: 'A: 1-4 _ 5-6\nB vip: 1a 2c 3-4' }
  await ask('addScreen', { body: screen })
  await ask('addScreen', { body: { ...screen, name: 'Another studio' } })
  await ask('listScreens')
  await ask('getScreen', { path: { id: 'studio' } })
  await ask('getScreen', { path: { id: 'imax' } })
  await ask('changeScreen', { path: { id: 'studio' }, body: { avoidsSingles: true } })
  await ask('addMovie', { body: { title: 'The Salt Line', runningMinutes: 112, rating: 'PG-13' } })
  await ask('addMovie', { body: { title: 'Paper Moons', runningMinutes: 95 } })
  await ask('listMovies', { query: { limit: '1' } })
  await ask('getMovie', { path: { id: 'the-salt-line' } })
  await ask('getMovie', { path: { id: 'the-sugar-line' } })
  await ask('changeMovie', { path: { id: 'paper-moons' }, body: { rating: 'G' } })
  const evening = { screen: 'studio', movie: 'the-salt-line', date, time: '20:00' }
  await ask('addShowing', { body: { ...evening, prices: { standard: 950, vip: 1400 } } })
  await ask('addShowing', { body: { ...evening, time: '21:00' } })
  const showing = { showing: 'studio-20271201T2000Z' }
  await ask('listShowings', { query: { from: date, to: date } })
  await ask('changeShowing', { path: showing, body: { prices: { standard: 900, vip: 1400 } } })
  await ask('cancelShowing', { path: showing })
  await ask('reopenShowing', { path: showing })
  await ask('blockSeats', { path: showing, body: { seats: ['A1'] } })
  await ask('unblockSeats', { path: showing, body: { seats: ['A1'] } })
  await ask('getShowing', { path: showing })
  await ask('getShowing', { path: { showing: 'studio-20271201T1800Z' } })
}

async function sellSeats(ask: Ask): Promise<void> {
  const evening = { date, time: '18:30' }
  const order = { showing: evening, seats: ['A3', 'A4'], ...ayush }
  const booked = await ask('createBooking', { key: `${key}-of-ayush`, body: order })
  const id = textIn(booked, 'id')
  await ask('createBooking', { body: { ...order, seats: ['A4'] } })
  await ask('createBooking', { body: { ...order, seats: [], guests: 2 } })
  await ask('createBooking', { key: `${key}-of-ayush`, body: { ...order, seats: ['A5'] } })
  await ask('getSeats', { path: { showing: 'main-20271201T1830Z' } })
  await ask('getBooking', { path: { id } })
  await ask('getBooking', { path: { id: 'bk_000000000000000000000000000000000' } })

  const showing = { showing: 'studio-20271201T2000Z' }
  await ask('getSeatPlan', { path: showing })
  const held = await ask('placeHold', { path: showing, key, body: { best: { count: 2 } } })
  await ask('placeHold', { path: showing, body: { seats: ['Z9'] } })
  await ask('getHold', { path: { id: textIn(held, 'id') } })
  const sold = await ask('createBooking', {
    key: `${key}-of-mira`,
    body: { hold: textIn(held, 'id'), ...mira },
  })
  await ask('getHold', { path: { id: textIn(held, 'id') } })
  const other = await ask('placeHold', { path: showing, body: { seats: ['A5', 'A6'] } })
  await ask('releaseHold', { path: { id: textIn(other, 'id') } })
  await ask('getTickets', { path: showing })

  await ask('listBookings', { query: { date, limit: '1' } })
  await ask('listBookings', { isKeyless: true })
  await ask('findBookings', { body: { text: 'ayu' } })
  await ask('findBookings', { body: { text: 'a' } })
  await ask('listBookings', { query: { cursor: 'nonsense' } })
  const tickets = await ask('getBookingTickets', { path: { id } })
  await ask('getTicketKeys')
  await ask('getTicket', { path: { code: firstCode(tickets) } })
  await ask('moveBooking', { path: { id }, body: { showing: { time: '21:00' }, seats: ['B1', 'B2'] } })
  await ask('getTicket', { path: { code: firstCode(tickets) } })
  await ask('getTicket', { path: { code: 'MQ.AQAB' } })
  await ask('getBookingCalendar', { path: { id } })
  await ask('cancelBooking', { path: { id }, key, body: { reason: 'asked' } })
  await ask('cancelBooking', { path: { id } })
  await ask('moveBooking', { path: { id }, body: { seats: ['C1', 'C2'] } })
  await ask('getBookingHistory', { path: { id }, query: { limit: '2' } })
  await ask('getBookingHistory', { path: { id: 'bk_000000000000000000000000000000000' } })
  await letIn(ask, textIn(sold, 'id'))
}

async function letIn(ask: Ask, id: string): Promise<void> {
  const showing = 'studio-20271201T2000Z'
  const code = firstCode(await ask('getBookingTickets', { path: { id } }))
  const atDoor = { showing, device: 'Door 1' }
  await ask('admit', { key: `${key}-at-the-door`, body: { code, ...atDoor } })
  await ask('admit', { body: { code, ...atDoor, device: 'Door 2' } })
  await ask('admit', { body: { seat: 'A6', ...atDoor } })
  await ask('admit', { body: { code, ...atDoor, showing: 'main-20271201T1830Z' } })
  await ask('cancelBooking', { path: { id } })
  await ask('getDoor', { path: { showing } })
  const scan = { id: `${key}-offline`, code, device: 'Door 2', scannedAt: '2027-12-01T19:42:00.000Z' }
  await ask('uploadScans', { body: { scans: [scan] } })
}

async function answerPeople(ask: Ask): Promise<void> {
  await ask('exportPerson', { body: mira })
  await ask('erasePerson', { body: mira })
  await ask('erasePerson', { body: { name: mira.name } })
}

async function useClassicRoutes(ask: Ask): Promise<void> {
  await ask('classicWelcome')
  const { phone: phn, name } = ayush
  const order = { name, time: '21:00', date, phn, tickets: 4, seats: ['B1', 'B2', 'B3', 'B4'] }
  const booked = await ask('classicBook', { body: order })
  await ask('classicBook', { body: { ...order, tickets: 1, seats: ['B4'] } })
  await ask('classicView', { path: { ticketID: textIn(booked, 'ticketID') } })
  await ask('classicView', { path: { ticketID: 'bk_000000000000000000000000000000000' } })
  await ask('classicList', { query: { date, time: '21:00' } })
  await ask('classicUpdate', { body: { name: 'Ayush', time: '15:00' } })
  await ask('classicUpdateByPatch', { body: { ticketID: textIn(booked, 'ticketID'), time: '16:00' } })
  await ask('classicUpdate', { body: { name: 'Nobody', time: '15:00' } })
  await ask('classicDelete', { path: { name: 'Ayush' } })
  await ask('classicDelete', { path: { name: 'Ayush' } })
}

function firstCode({ tickets }: JsonObject): string {
  const [first] = Array.isArray(tickets) ? tickets : []
  return isObject(first) ? textIn(first, 'code') : ''
}

function textIn(answer: JsonObject, field: string): string {
  const text = answer[field]
  if (typeof text !== 'string') throw new Error(`no ${field} was answered: ${JSON.stringify(answer)}`)
  return text
}
