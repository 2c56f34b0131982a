import { type LocalTime, showingIdAt } from './house.ts'

/** How a service is spoken to: raw requests, and what its answers mean. */
export interface Face {
  book(booking: Place): string
  seats(time: LocalTime): string
  view(id: string): string
  move(id: string, to: LocalTime): string
  /** A booking that was made under a name of its own. */
  cancel(booking: { readonly id: string; readonly name: string }): string
}

interface Place extends LocalTime {
  readonly seats: readonly string[]
  readonly name: string
  readonly phone: string
}

export const faceNames = ['classic', 'rpc', 'peer'] as const
export type FaceName = (typeof faceNames)[number]

export function faceOf(name: FaceName, port: number): Face {
  const { bare, withBody } = requestsTo(port)
  const query = (procedure: string, input: object): string =>
    bare(`GET /trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`)
  const rpc: Face = {
    book: ({ seats, name: buyer, phone, ...showing }) =>
      withBody('POST /trpc/booking.create', { showing, seats, name: buyer, phone }),
    seats: (showing) => query('showing.seats', { showing }),
    view: (id) => query('booking.get', { id }),
    move: (id, showing) => withBody('POST /trpc/booking.move', { id, showing }),
    cancel: ({ id }) => withBody('POST /trpc/booking.cancel', { id }),
  }
  const peer: Face = {
    book: ({ seats, name: buyer, phone, date, time }) =>
      withBody('POST /book', { name: buyer, time, date, phn: phone, tickets: seats.length, seats }),
    seats: ({ date, time }) => bare(`GET /seats?date=${date}&time=${time}`),
    view: (id) => bare(`GET /view/${id}`),
    move: (ticketID, { date, time }) => withBody('PUT /update', { ticketID, time, date }),
    cancel: ({ name: buyer }) => bare(`DELETE /delete/${buyer}`),
  }
  // The classic routes know no map of the seats: a client of theirs asks /v1 for it.
  const seats = (time: LocalTime): string => bare(`GET /v1/showings/${showingIdAt(time)}/seats`)
  return { rpc, peer, classic: { ...peer, seats } }[name]
}

/** The id of the booking that an answer tells of. */
export function bookedId(body: string): string | undefined {
  return /"(?:ticketID|id)":"(bk_[^"]+)"/.exec(body)?.[1]
}

function requestsTo(port: number) {
  const host = `Host: 127.0.0.1:${port}`
  return {
    bare: (start: string): string => `${start} HTTP/1.1\r\n${host}\r\n\r\n`,
    withBody: (start: string, body: object): string => {
      const json = JSON.stringify(body)
      return `${start} HTTP/1.1\r\n${host}\r\nContent-Type: application/json\r\nContent-Length: ${json.length}\r\n\r\n${json}`
    },
  }
}
