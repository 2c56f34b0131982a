import type { Operation } from '../../worker/domain/access.ts'

/** How an operation is asked for over one face. What it asks for need not exist: it only has to be understood. */
export interface Ask {
  /** As the router has it: `GET /view/:ticketID`, `tRPC booking.get`. */
  readonly route: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly body?: object
  readonly headers?: Readonly<Record<string, string>>
}

const booking = `bk_${'0'.repeat(33)}`
const showing = 'nowhere-20271201T1830Z'
const hold = `hd_${'0'.repeat(33)}_${showing}`
const buyer = { name: 'Nobody', phone: '1234567890' }
const when = { date: '2027-12-01', time: '18:30' }

function query(procedure: string, input?: object): Ask {
  const search = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`
  return { route: `tRPC ${procedure}`, method: 'GET', path: `/trpc/${procedure}${search}` }
}

function mutation(procedure: string, body: object): Ask {
  return { route: `tRPC ${procedure}`, method: 'POST', path: `/trpc/${procedure}`, body }
}

/** Of REST: `route` as the router has it, and what to fill in for its parameters. */
function rest(
  method: Ask['method'],
  route: `/v1/${string}`,
  { body, query: search = '', ...parameters }: Parameters & { body?: object; query?: string } = {},
): Ask {
  const path = route.replaceAll(/:(\w+)/g, (_, name: 'id' | 'showing') => parameters[name] ?? '')
  return {
    route: `${method} ${route}`,
    method,
    path: `${path}${search}`,
    ...(body === undefined ? {} : { body }),
  }
}

interface Parameters {
  readonly id?: string
  readonly showing?: string
}

/** Every operation, over every face that has it. A face that is added is added here: a test holds this against the routers. */
export const asks: Readonly<Record<Operation, readonly Ask[]>> = {
  book: [
    mutation('booking.create', { showing, seats: ['A1'], ...buyer }),
    {
      route: 'POST /book',
      method: 'POST',
      path: '/book',
      body: { name: 'Nobody', phn: '1234567890', ...when, tickets: 1, seats: ['Z9'] },
    },
    rest('POST', '/v1/bookings', { body: { showing, seats: ['A1'], ...buyer } }),
  ],
  seeBooking: [
    query('booking.get', { id: booking }),
    { route: 'GET /view/:ticketID', method: 'GET', path: `/view/${booking}` },
    rest('GET', '/v1/bookings/:id', { id: booking }),
    rest('GET', '/v1/bookings/:id/calendar.ics', { id: booking }),
  ],
  listBookings: [
    query('booking.list', { limit: 1 }),
    { route: 'GET /view', method: 'GET', path: '/view?limit=1' },
    rest('GET', '/v1/bookings', { query: '?limit=1' }),
    rest('GET', '/v1/showings/:showing/tickets.csv', { showing }),
  ],
  move: [
    mutation('booking.move', { id: booking, seats: ['A1'] }),
    {
      route: 'PUT /update',
      method: 'PUT',
      path: '/update',
      body: { ticketID: booking, time: '15:00' },
    },
    {
      route: 'PATCH /update',
      method: 'PATCH',
      path: '/update',
      body: { ticketID: booking, time: '15:00' },
    },
    rest('PATCH', '/v1/bookings/:id', { id: booking, body: { seats: ['A1'] } }),
  ],
  moveByName: [
    { route: 'PUT /update', method: 'PUT', path: '/update', body: { name: 'Nobody', time: '15:00' } },
    { route: 'PATCH /update', method: 'PATCH', path: '/update', body: { name: 'Nobody', time: '15:00' } },
  ],
  cancel: [mutation('booking.cancel', { id: booking }), rest('DELETE', '/v1/bookings/:id', { id: booking })],
  cancelByName: [
    mutation('booking.cancelByName', { name: 'Nobody' }),
    { route: 'DELETE /delete/:name', method: 'DELETE', path: '/delete/Nobody' },
  ],

  placeHold: [
    mutation('hold.place', { showing, seats: ['A1'] }),
    rest('POST', '/v1/showings/:showing/holds', { showing, body: { seats: ['A1'] } }),
  ],
  seeHold: [query('hold.get', { id: hold }), rest('GET', '/v1/holds/:id', { id: hold })],
  releaseHold: [mutation('hold.release', { id: hold }), rest('DELETE', '/v1/holds/:id', { id: hold })],

  seeShowing: [query('showing.get', { showing }), rest('GET', '/v1/showings/:showing', { showing })],
  seePlan: [query('showing.plan', { showing }), rest('GET', '/v1/showings/:showing/plan', { showing })],
  seeSeats: [query('showing.seats', { showing }), rest('GET', '/v1/showings/:showing/seats', { showing })],
  watchSeats: [
    {
      route: 'GET /v1/showings/:showing/live',
      method: 'GET',
      path: `/v1/showings/${showing}/live`,
      headers: { upgrade: 'websocket' },
    },
  ],
  blockSeats: [
    mutation('showing.block', { showing, seats: ['A1'] }),
    rest('POST', '/v1/showings/:showing/block', { showing, body: { seats: ['A1'] } }),
  ],
  unblockSeats: [
    mutation('showing.unblock', { showing, seats: ['A1'] }),
    rest('POST', '/v1/showings/:showing/unblock', { showing, body: { seats: ['A1'] } }),
  ],

  seeVenue: [query('venue.get'), rest('GET', '/v1/venue')],
  changeVenue: [mutation('venue.change', {}), rest('PATCH', '/v1/venue', { body: {} })],
  listScreens: [query('screen.list'), rest('GET', '/v1/screens')],
  seeScreen: [query('screen.get', { id: 'nowhere' }), rest('GET', '/v1/screens/:id', { id: 'nowhere' })],
  addScreen: [
    mutation('screen.add', { id: 'walked', name: 'Walked', plan: 'A: 1-2' }),
    rest('POST', '/v1/screens', { body: { id: 'walked', name: 'Walked', plan: 'A: 1-2' } }),
  ],
  changeScreen: [
    mutation('screen.change', { id: 'nowhere', name: 'Nowhere' }),
    rest('PATCH', '/v1/screens/:id', { id: 'nowhere', body: { name: 'Nowhere' } }),
  ],
  listMovies: [query('movie.list', {}), rest('GET', '/v1/movies')],
  seeMovie: [query('movie.get', { id: 'none' }), rest('GET', '/v1/movies/:id', { id: 'none' })],
  addMovie: [
    mutation('movie.add', { id: 'walked', title: 'Walked', runningMinutes: 90 }),
    rest('POST', '/v1/movies', { body: { id: 'walked', title: 'Walked', runningMinutes: 90 } }),
  ],
  changeMovie: [
    mutation('movie.change', { id: 'none', title: 'None' }),
    rest('PATCH', '/v1/movies/:id', { id: 'none', body: { title: 'None' } }),
  ],
  listShowings: [query('showing.list', {}), rest('GET', '/v1/showings')],
  addShowing: [
    mutation('showing.add', { screen: 'nowhere', movie: 'none', ...when }),
    rest('POST', '/v1/showings', { body: { screen: 'nowhere', movie: 'none', ...when } }),
  ],
  changeShowing: [
    mutation('showing.change', { showing, movie: 'none' }),
    rest('PATCH', '/v1/showings/:showing', { showing, body: { movie: 'none' } }),
  ],
  cancelShowing: [
    mutation('showing.cancel', { showing }),
    rest('POST', '/v1/showings/:showing/cancel', { showing }),
  ],
  reopenShowing: [
    mutation('showing.reopen', { showing }),
    rest('POST', '/v1/showings/:showing/reopen', { showing }),
  ],

  createKey: [mutation('key.create', { role: 'door', name: 'Walked' })],
  listKeys: [query('key.list')],
  revokeKey: [mutation('key.revoke', { id: 'mqk_0000000000' })],

  seeReadiness: [{ route: 'GET /readyz', method: 'GET', path: '/readyz' }],
  seeMetrics: [{ route: 'GET /metrics', method: 'GET', path: '/metrics' }],
  fireCron: [
    {
      route: 'GET /cdn-cgi/handler/scheduled',
      method: 'GET',
      path: '/cdn-cgi/handler/scheduled?time=0',
    },
  ],
}
