import { createMarqueeClient, failureOf } from '../../../client/index.ts'
import { type Door, type Face, type Refused, evening } from './face.ts'
import { bookingOf, holdOf, listOf, seatsOf } from './told.ts'

/** tRPC, by the client that is published. */
export function rpcFace({ url, staffKey }: Door): Face {
  const client = createMarqueeClient({ url })
  const staff = createMarqueeClient({ url, key: staffKey })
  const { booking, showing, hold: holds } = client
  const at = (time: string, date = evening) => ({ date, time })
  const under = (key: string | undefined) => (key === undefined ? {} : { idempotencyKey: key })

  return {
    book: ({ date, time, seats, name, phone, key }) =>
      heard(
        booking.create.mutate({ showing: at(time, date), seats: [...seats], name, phone, ...under(key) }),
        bookingOf,
      ),
    see: (id) => heard(booking.get.query({ id }), bookingOf),
    move: (id, { time, key }) =>
      heard(booking.move.mutate({ id, showing: { time }, ...under(key) }), bookingOf),
    cancel: ({ id }, key) => heard(booking.cancel.mutate({ id, ...under(key) }), bookingOf),
    list: (who) => heard((who === 'staff' ? staff : client).booking.list.query({ date: evening }), listOf),
    beyond: {
      moveSeats: (id, seats) => heard(booking.move.mutate({ id, seats: [...seats] }), bookingOf),
      seats: async (time) => seatsOf(await showing.seats.query({ showing: at(time) })),
      hold: ({ time, seats, key }) =>
        heard(holds.place.mutate({ showing: at(time), seats: [...seats], ...under(key) }), holdOf),
      bookHold: (hold, buyer) => heard(booking.create.mutate({ hold, ...buyer }), bookingOf),
      bookBest: ({ time, best: count, ...buyer }) =>
        heard(
          booking.create.mutate({ showing: at(time), best: { count, together: true }, ...buyer }),
          bookingOf,
        ),
      release: (id) => heard(holds.release.mutate({ id }), (told) => told),
    },
  }
}

async function heard<A, T>(asked: Promise<A>, tell: (answer: A) => T): Promise<T | Refused> {
  try {
    return tell(await asked)
  } catch (error) {
    const failure = failureOf(error)
    if (failure === undefined) throw error
    return { refused: failure.code }
  }
}
