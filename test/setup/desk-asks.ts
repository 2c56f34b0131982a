import type { Operation } from '../../worker/domain/access.ts'

/** A page of the desk, or one of its forms, and what it does. What it asks for need not exist: it only has to be understood. */
export interface DeskAsk {
  /** As the router has it. */
  readonly route: string
  readonly operation: Operation
  readonly path: string
  /** Of a form. */
  readonly fields?: Readonly<Record<string, string>>
}

const showing = 'nowhere-20271201T1830Z'
const booking = `bk_${'0'.repeat(33)}`
const buyer = { name: 'Nobody', phone: '1234567890' }

function page(route: string, operation: Operation, path = route): DeskAsk {
  return { route: `GET ${route}`, operation, path: filled(path) }
}

function form(route: string, operation: Operation, fields: Record<string, string> = {}): DeskAsk {
  return { route: `POST ${route}`, operation, path: filled(route), fields }
}

function filled(path: string): string {
  return path
    .replace('showings/:id', `showings/${showing}`)
    .replace('door/:id', `door/${showing}`)
    .replace('bookings/:id', `bookings/${booking}`)
    .replace('keys/:id', 'keys/mqk_0000000000')
    .replace(':id', 'none')
}

/** Pages that show people are for those who may list bookings; those of the programme and of the keys for who may change them. */
export const deskAsks: readonly DeskAsk[] = [
  page('/desk', 'listBookings'),
  page('/desk/showings', 'listBookings', '/desk/showings?screen=nowhere&date=2027-12-01&time=18:30'),
  page('/desk/showings/:id', 'listBookings'),
  page('/desk/showings/:id/door-list', 'listBookings'),
  page('/desk/showings/:id/tickets.csv', 'listBookings'),
  form('/desk/showings/:id/sell', 'book', { seats: 'A1', ...buyer }),
  form('/desk/showings/:id/block', 'blockSeats', { seats: 'A1' }),
  form('/desk/showings/:id/unblock', 'unblockSeats', { seats: 'A1' }),
  form('/desk/showings/:id/cancel', 'cancelShowing'),
  form('/desk/showings/:id/reopen', 'reopenShowing'),
  page('/desk/bookings/:id', 'seeBooking'),
  page('/desk/bookings/:id/move', 'seeBooking'),
  form('/desk/bookings/:id/move', 'move', { showing, seats: 'A1' }),
  form('/desk/bookings/:id/cancel', 'cancel', { reason: 'asked' }),
  page('/desk/door', 'listBookings'),
  page('/desk/door/:id', 'seeDoor'),
  page('/desk/door/:id/view', 'seeDoor'),
  form('/desk/door/:id', 'admit', { code: 'A1', device: 'Door 1' }),
  form('/desk/door/:id/scans', 'uploadScans', { scans: '{"scans":[]}' }),
  page('/desk/search', 'findBookings'),
  form('/desk/search', 'findBookings', { text: 'Nobody' }),
  page('/desk/expired', 'listBookings'),
  page('/desk/programme', 'addShowing'),
  page('/desk/programme/venue', 'changeVenue'),
  form('/desk/programme/venue', 'changeVenue', { name: 'Marquee' }),
  page('/desk/programme/movies', 'addMovie'),
  form('/desk/programme/movies', 'addMovie', { title: 'Walked', runningMinutes: '90' }),
  page('/desk/programme/movies/:id', 'changeMovie'),
  form('/desk/programme/movies/:id', 'changeMovie', { title: 'None', runningMinutes: '90' }),
  page('/desk/programme/screens', 'addScreen'),
  form('/desk/programme/screens', 'addScreen', {
    id: 'walked',
    name: 'Walked',
    plan: 'A: 1-2',
    salesCloseAfterMinutes: '0',
  }),
  page('/desk/programme/screens/:id', 'changeScreen'),
  form('/desk/programme/screens/:id', 'changeScreen', {
    name: 'None',
    plan: 'A: 1',
    salesCloseAfterMinutes: '0',
  }),
  page('/desk/programme/showings', 'addShowing', '/desk/programme/showings?screen=nowhere'),
  form('/desk/programme/showings', 'addShowing', {
    screen: 'nowhere',
    movie: 'none',
    date: '2027-12-01',
    time: '18:30',
  }),
  page('/desk/programme/showings/:id', 'changeShowing'),
  form('/desk/programme/showings/:id', 'changeShowing', { movie: 'none' }),
  page('/desk/keys', 'listKeys'),
  form('/desk/keys', 'createKey', { name: 'Walked', role: 'door' }),
  form('/desk/keys/:id/revoke', 'revokeKey'),
  form('/desk/sign-out', 'seeVenue'),
]
