import { inject } from 'vitest'
import { type ProgrammedShowing, type ShowingAddInput, createMarqueeClient } from '../../../client/index.ts'

export const houseUrl = inject('houseUrl')
const staffKey = inject('staffKey')

/** A manager's. */
export const client = createMarqueeClient({ url: houseUrl, key: staffKey })

/** 300 seats by an aisle, with wheelchair places, companions' seats, and dearer rows at the back. */
export const grandPlan = [
  ...'ABCDEF'.split('').map((row) => `${row}: 1-10 _ 11-20`),
  'G: 1a 2c 3-10 _ 11-18 19c 20a',
  ...'HJKL'.split('').map((row) => `${row}: 1-10 _ 11-20`),
  '',
  ...'MNO'.split('').map((row) => `${row} premium: 1-10 _ 11-20`),
  'P premium: 1-9 10x _ 11x 12-20',
].join('\n')

/** Four rows: a wheelchair place beside its companion's seat, an aisle, a blocked seat, and a box. */
const smallPlan = 'A: 1a 2c 3-4 _ 5-8\nB: 1-4 _ 5-8\n\nC: 1-4 _ 5-7 8x\nD box: 1-4'

interface Room {
  readonly plan: string
  readonly avoidsSingles: boolean
}

/** A house has a bounded number of screens: those of a file share one for each plan, and each test has a day of its own. */
const screens = new Map<string, Promise<ScreenView>>()
let lastDay = 10

/** A showing that no other test knows; two prices where the plan has two categories, as the small one has. */
export async function addShowing({
  plan = smallPlan,
  avoidsSingles = false,
  ...fields
}: Partial<ShowingAddInput & Room> = {}): Promise<ProgrammedShowing> {
  lastDay += 1
  const date = dayAhead(lastDay)
  const name = JSON.stringify([plan, avoidsSingles])
  const adding = screens.get(name) ?? addScreen({ plan, avoidsSingles })
  screens.set(name, adding)
  const { id, categories } = await adding
  const movie = await client.movie.add.mutate({
    id: `the-salt-line-${lastDay}-${id}`,
    title: 'The Salt Line',
    runningMinutes: 118,
    rating: '12',
  })
  const prices = Object.fromEntries(categories.map((category, index) => [category, 1_150 + 300 * index]))
  return client.showing.add.mutate({ screen: id, movie: movie.id, date, time: '20:00', prices, ...fields })
}

type ScreenView = Awaited<ReturnType<typeof client.screen.add.mutate>>

function addScreen(room: Room): Promise<ScreenView> {
  const id = `s${crypto.randomUUID().slice(0, 8)}`
  return client.screen.add.mutate({ id, name: 'Great Hall', ...room })
}

function dayAhead(count: number): string {
  return new Date(Date.now() + count * 86_400_000).toISOString().slice(0, 10)
}

export function seatsOf(showing: string) {
  return client.showing.seats.query({ showing })
}

export async function bookingsOf(showing: string) {
  return (await client.booking.list.query({ showing })).bookings
}

export async function bookSeats(
  showing: string,
  buyer: { readonly seats: string[]; readonly name: string; readonly phone: string },
): Promise<string> {
  return (await client.booking.create.mutate({ showing, ...buyer })).id
}
