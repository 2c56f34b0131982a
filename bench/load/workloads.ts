import type { Face } from './face.ts'
import { bookedId } from './face.ts'
import { type LocalTime, labelsOf, timeAt } from './house.ts'
import type { Ledger } from './ledger.ts'
import type { Answer } from './wire.ts'

/** One request and what is made of its answer. */
export interface Call {
  readonly request: string
  /** Whether the answer is one that was asked for. A refusal is where refusals are what is counted, or may be. */
  readonly heard: (answer: Answer) => Heard
}

/**
 * `busy`: not served, and told that nothing was changed. `silent`: the service gave no word on what became of it.
 */
export type Heard = 'served' | 'refused' | 'busy' | 'silent'

export interface Workload {
  /** Calls that have to be answered before the clock runs. */
  readonly before: readonly Call[]
  /** Undefined where nothing is left to ask for. */
  next(): Call | undefined
}

interface Asker {
  readonly face: Face
  readonly ledger: Ledger
  /** From 0 to 1. */
  readonly random: () => number
  /** Where the workload's showings begin: each run of it has showings of its own. */
  readonly firstMinute: number
}

export interface WorkloadPlan {
  /** Of the house's one screen. */
  readonly seats: number
  /** Everybody comes at once, and once. */
  readonly isRush?: true
  readonly of: (asker: Asker) => Workload
}

export const workloadNames = ['hot', 'group', 'many', 'contended', 'view', 'seats', 'mix', 'burst'] as const
export type WorkloadName = (typeof workloadNames)[number]

export const workloads: Record<WorkloadName, WorkloadPlan> = {
  /** One showing that everybody comes to; when it is sold out, the next. */
  hot: { seats: 50_000, of: (asker) => selling(asker, { seats: 50_000, perBooking: 1 }) },
  group: { seats: 50_000, of: (asker) => selling(asker, { seats: 50_000, perBooking: 4 }) },
  /** 2,500 showings of 20 seats at once, until all are sold. */
  many: { seats: 20, of: (asker) => sellingMany(asker, { seats: 20, showings: 2_500 }) },
  contended: { seats: 20, of: contending },
  view: { seats: 2_000, of: viewing },
  seats: { seats: 300, of: lookingAtSeats },
  mix: { seats: 300, of: mixing },
  /** Four times as many buyers as there are seats, each of whom asks once. */
  burst: { seats: 5_000, isRush: true, of: (asker) => bursting(asker, { seats: 5_000, buyers: 20_000 }) },
}

function selling(asker: Asker, { seats, perBooking }: { seats: number; perBooking: number }): Workload {
  const labels = labelsOf(seats)
  let sold = 0
  return {
    before: [],
    next: () => {
      const at = timeAt(asker.firstMinute + Math.floor(sold / seats))
      const first = sold % seats
      sold += perBooking
      return book(asker, at, labels.slice(first, first + perBooking))
    },
  }
}

/** A stride without a common divisor goes through all places, in an order without a pattern that caches would like. */
const stride = 104_729

function sellingMany(asker: Asker, { seats, showings }: { seats: number; showings: number }): Workload {
  const labels = labelsOf(seats)
  const places = seats * showings
  let sold = 0
  return {
    before: [],
    next: () => {
      if (sold === places) return undefined
      const place = (sold * stride) % places
      sold += 1
      const showing = Math.floor(place / seats)
      return book(
        asker,
        timeAt(asker.firstMinute + showing),
        labels.slice(place % seats, (place % seats) + 1),
      )
    },
  }
}

function contending(asker: Asker): Workload {
  const at = timeAt(asker.firstMinute)
  const labels = labelsOf(20)
  return {
    before: labels.map((label) => book(asker, at, [label])),
    next: () => book(asker, at, [oneOf(labels, asker)]),
  }
}

function viewing(asker: Asker): Workload {
  const at = timeAt(asker.firstMinute)
  return {
    before: labelsOf(2_000).map((label) => book(asker, at, [label])),
    next: () => viewAny(asker),
  }
}

function lookingAtSeats(asker: Asker): Workload {
  const at = timeAt(asker.firstMinute)
  return {
    before: halfOf(labelsOf(300)).map((label) => book(asker, at, [label])),
    next: () => look(asker.face.seats(at), '"S300"'),
  }
}

const mixedShowings = 100

/** An evening: 70 % look at seats, 20 % book, 5 % view, 3 % move, 2 % cancel, at a hundred showings of 300 seats. */
function mixing(asker: Asker): Workload {
  const { face, random, firstMinute } = asker
  const labels = labelsOf(300)
  const anyTime = (): LocalTime => timeAt(firstMinute + Math.floor(random() * mixedShowings))
  const before = Array.from({ length: mixedShowings }, (_, index) =>
    book(asker, timeAt(firstMinute + index), ['S300']),
  )
  return {
    before,
    next: () => {
      const share = random()
      if (share < 0.2) return book(asker, anyTime(), [oneOf(labels, asker)])
      const change =
        share < 0.25 ? viewAny(asker) : share < 0.28 ? move(asker, anyTime()) : share < 0.3 && cancel(asker)
      return change || look(face.seats(anyTime()), '"S300"')
    },
  }
}

function bursting(asker: Asker, { seats, buyers }: { seats: number; buyers: number }): Workload {
  const at = timeAt(asker.firstMinute)
  const labels = labelsOf(seats)
  let asked = 0
  return {
    before: [],
    next: () => {
      if (asked === buyers) return undefined
      const place = (asked * stride) % seats
      asked += 1
      return book(asker, at, labels.slice(place, place + 1))
    },
  }
}

function book({ face, ledger, random }: Asker, at: LocalTime, seats: readonly string[]): Call {
  // A name of its own, so that it can be cancelled by name.
  const name = `Buyer${Math.floor(random() * 1e12)}`
  const phone = String(Math.floor(random() * 1e10)).padStart(10, '0')
  return {
    request: face.book({ ...at, seats, name, phone }),
    heard: ({ status, body }) => {
      const id = bookedId(body)
      if (status !== 200 || id === undefined) return refusedOr(body, 'seats_taken')
      ledger.booked({ id, name, seats, at })
      return 'served'
    },
  }
}

function move({ face, ledger, random }: Asker, to: LocalTime): Call | undefined {
  const booking = ledger.take(random())
  if (booking === undefined) return undefined
  return {
    request: face.move(booking.id, to),
    heard: ({ status, body }) => {
      if (status === 200) ledger.moved(booking, to)
      ledger.giveBack(booking)
      return status === 200 ? 'served' : refusedOr(body, 'seats_taken')
    },
  }
}

function cancel({ face, ledger, random }: Asker): Call | undefined {
  const booking = ledger.take(random())
  if (booking === undefined) return undefined
  return {
    request: face.cancel(booking),
    heard: ({ status }) => {
      if (status !== 200) return 'silent'
      ledger.cancelled(booking)
      return 'served'
    },
  }
}

function viewAny({ face, ledger, random }: Asker): Call | undefined {
  const booking = ledger.pick(random())
  return booking && look(face.view(booking.id), `"${booking.id}"`)
}

function look(request: string, mustHave: string): Call {
  return {
    request,
    heard: ({ status, body }) => (status === 200 && body.includes(mustHave) ? 'served' : 'silent'),
  }
}

function refusedOr(body: string, code: string): Heard {
  if (body.includes(`"code":"${code}"`)) return 'refused'
  return body.includes('"code":"busy"') ? 'busy' : 'silent'
}

function oneOf(labels: readonly string[], { random }: Asker): string {
  return labels[Math.floor(random() * labels.length)] ?? ''
}

function halfOf<T>(list: readonly T[]): T[] {
  return list.filter((_, index) => index % 2 === 1)
}
