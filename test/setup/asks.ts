import { type Operation, operations } from '../../worker/domain/access.ts'
import { restOperations } from '../../worker/faces/rest/operations.ts'

/** How an operation is asked for over one face. What it asks for need not exist: it only has to be understood. */
export interface Ask {
  /** As the router has it: `GET /view/:ticketID`, `tRPC booking.get`. */
  readonly route: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly body?: object
  /** Of a page, in place of a body. */
  readonly form?: string
  readonly headers?: Readonly<Record<string, string>>
}

const booking = `bk_${'0'.repeat(33)}`
const showing = 'nowhere-20271201T1830Z'
const hold = `hd_${'0'.repeat(33)}_${showing}`
const webhook = `wh_${'0'.repeat(20)}`
const buyer = { name: 'Nobody', phone: '1234567890' }
const atDoor = { showing, device: 'Door 1' }
const scan = { id: '0'.repeat(16), code: 'MQ.nowhere', device: 'Door 1', scannedAt: '2027-12-01T18:00:00Z' }
const when = { date: '2027-12-01', time: '18:30' }

/** As a browser asks for it; a page tells a failure's code, too. */
function page(route: string, path: string): Ask {
  return { route: `GET ${route}`, method: 'GET', path, headers: { accept: 'text/html' } }
}

function sentForm(route: string, path: string, form = ''): Ask {
  const headers = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }
  return { route: `POST ${route}`, method: 'POST', path, headers, form }
}

function query(procedure: string, input?: object): Ask {
  const search = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`
  return { route: `tRPC ${procedure}`, method: 'GET', path: `/trpc/${procedure}${search}` }
}

function mutation(procedure: string, body: object): Ask {
  return { route: `tRPC ${procedure}`, method: 'POST', path: `/trpc/${procedure}`, body }
}

/** Over the faces that do not declare what their routes stand for. */
const told: Readonly<Record<Operation, readonly Ask[]>> = {
  book: [
    mutation('booking.create', { showing, seats: ['A1'], ...buyer }),
    sentForm('/holds/:hold', `/holds/${hold}`, 'name=Nobody&phone=1234567890'),
    {
      route: 'POST /book',
      method: 'POST',
      path: '/book',
      body: { name: 'Nobody', phn: '1234567890', ...when, tickets: 1, seats: ['Z9'] },
    },
  ],
  seeBooking: [
    query('booking.get', { id: booking }),
    { route: 'GET /view/:ticketID', method: 'GET', path: `/view/${booking}` },
    page('/b/:id', `/b/${booking}`),
  ],
  findBookings: [mutation('booking.find', { text: 'Nobody' })],
  listBookings: [
    query('booking.list', { limit: 1 }),
    { route: 'GET /view', method: 'GET', path: '/view?limit=1' },
  ],
  seeHistory: [query('booking.history', { id: booking })],
  move: [
    mutation('booking.move', { id: booking, seats: ['A1'] }),
    page('/b/:id/move', `/b/${booking}/move`),
    sentForm('/b/:id/move', `/b/${booking}/move`, `showing=${showing}&seat=A1`),
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
  ],
  moveByName: [
    { route: 'PUT /update', method: 'PUT', path: '/update', body: { name: 'Nobody', time: '15:00' } },
    { route: 'PATCH /update', method: 'PATCH', path: '/update', body: { name: 'Nobody', time: '15:00' } },
  ],
  seeTickets: [query('booking.tickets', { id: booking }), page('/b/:id', `/b/${booking}`)],
  seeTicket: [query('ticket.get', { code: 'MQ.nowhere' }), page('/t/:code', '/t/MQ.nowhere')],
  seeTicketKeys: [
    {
      route: 'GET /.well-known/ticket-keys.json',
      method: 'GET',
      path: '/.well-known/ticket-keys.json',
    },
  ],
  admit: [mutation('ticket.admit', { seat: 'A1', ...atDoor })],
  seeDoor: [query('door.get', { showing })],
  uploadScans: [mutation('door.upload', { scans: [scan] })],
  cancel: [mutation('booking.cancel', { id: booking }), sentForm('/b/:id/cancel', `/b/${booking}/cancel`)],
  cancelByName: [
    mutation('booking.cancelByName', { name: 'Nobody' }),
    { route: 'DELETE /delete/:name', method: 'DELETE', path: '/delete/Nobody' },
  ],
  erasePerson: [mutation('person.erase', buyer)],
  exportPerson: [mutation('person.export', buyer)],

  placeHold: [
    mutation('hold.place', { showing, seats: ['A1'] }),
    sentForm('/showings/:showing', `/showings/${showing}`, 'seat=A1'),
  ],
  seeHold: [query('hold.get', { id: hold }), page('/holds/:hold', `/holds/${hold}`)],
  followHold: [page('/holds/:hold', `/holds/${hold}`)],
  releaseHold: [
    mutation('hold.release', { id: hold }),
    sentForm('/holds/:hold/release', `/holds/${hold}/release`),
  ],

  seeShowing: [
    query('showing.get', { showing }),
    page('/showings', '/showings?screen=nowhere&date=2027-12-01&time=18:30'),
  ],
  seePlan: [query('showing.plan', { showing })],
  seeSeats: [query('showing.seats', { showing }), page('/showings/:showing', `/showings/${showing}`)],
  watchSeats: [
    {
      route: 'GET /v1/showings/:showing/live',
      method: 'GET',
      path: `/v1/showings/${showing}/live`,
      headers: { upgrade: 'websocket' },
    },
  ],
  blockSeats: [mutation('showing.block', { showing, seats: ['A1'] })],
  unblockSeats: [mutation('showing.unblock', { showing, seats: ['A1'] })],

  seeVenue: [query('venue.get')],
  changeVenue: [mutation('venue.change', {})],
  listScreens: [query('screen.list')],
  seeScreen: [query('screen.get', { id: 'nowhere' })],
  addScreen: [mutation('screen.add', { id: 'walked', name: 'Walked', plan: 'A: 1-2' })],
  changeScreen: [mutation('screen.change', { id: 'nowhere', name: 'Nowhere' })],
  listMovies: [query('movie.list', {})],
  seeMovie: [query('movie.get', { id: 'none' })],
  addMovie: [mutation('movie.add', { id: 'walked', title: 'Walked', runningMinutes: 90 })],
  changeMovie: [mutation('movie.change', { id: 'none', title: 'None' })],
  listShowings: [query('showing.list', {}), page('/', '/')],
  addShowing: [mutation('showing.add', { screen: 'nowhere', movie: 'none', ...when })],
  changeShowing: [mutation('showing.change', { showing, movie: 'none' })],
  cancelShowing: [mutation('showing.cancel', { showing })],
  reopenShowing: [mutation('showing.reopen', { showing })],

  createKey: [mutation('key.create', { role: 'door', name: 'Walked' })],
  listKeys: [query('key.list')],
  revokeKey: [mutation('key.revoke', { id: 'mqk_0000000000' })],

  addWebhook: [mutation('webhook.add', { url: 'https://cinema.example/' })],
  listWebhooks: [query('webhook.list')],
  changeWebhook: [mutation('webhook.change', { id: webhook, enabled: false })],
  removeWebhook: [mutation('webhook.remove', { id: webhook })],
  listDeliveries: [query('webhook.deliveries', { id: webhook })],
  replayWebhook: [mutation('webhook.replay', { id: webhook, givenUp: true })],

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

/** What operations of `/v1` take, by their ids, where it is more than their address. */
const bodies: Readonly<Record<string, object>> = {
  createBooking: { showing, seats: ['A1'], ...buyer },
  admit: { seat: 'A1', ...atDoor },
  uploadScans: { scans: [scan] },
  moveBooking: { seats: ['A1'] },
  findBookings: { text: 'Nobody' },
  exportPerson: buyer,
  erasePerson: buyer,
  placeHold: { seats: ['A1'] },
  addShowing: { screen: 'nowhere', movie: 'none', ...when },
  changeShowing: { movie: 'none' },
  blockSeats: { seats: ['A1'] },
  unblockSeats: { seats: ['A1'] },
  addMovie: { id: 'walked', title: 'Walked', runningMinutes: 90 },
  changeMovie: { title: 'None' },
  addScreen: { id: 'walked', name: 'Walked', plan: 'A: 1-2' },
  changeScreen: { name: 'Nowhere' },
}

const ids: Readonly<Record<string, string>> = { bookings: booking, holds: hold }

function restAsks(act: Operation): Ask[] {
  return Object.entries(restOperations).flatMap(([tag, all]) =>
    all
      .filter((operation) => operation.act === act)
      .map(({ id, method, path }) => {
        const body = bodies[id]
        const route = `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`
        const ask = {
          route,
          method,
          path: path
            .replace('{showing}', showing)
            .replace('{id}', ids[tag] ?? 'nowhere')
            .replace('{code}', 'MQ.nowhere'),
        }
        return body === undefined ? ask : Object.assign(ask, { body })
      }),
  )
}

/** Every operation, over every face that has it. A face that is added is added here: a test holds this against the routers. */
export const asks: Readonly<Record<Operation, readonly Ask[]>> = Object.assign(
  {},
  told,
  ...operations.map((act) => ({ [act]: [...told[act], ...restAsks(act)] })),
)
