import { inject } from 'vitest'
import {
  type ProgrammedShowing,
  type ScreenAddInput,
  type ShowingAddInput,
  createMarqueeClient,
} from '../../../client/index.ts'

export const houseUrl = inject('houseUrl')
const staffKey = inject('staffKey')

/** A manager's. */
const client = createMarqueeClient({ url: houseUrl, key: staffKey })

/** Four rows: a wheelchair place beside its companion's seat, an aisle, a blocked seat, and a box. */
const smallPlan = 'A: 1a 2c 3-4 _ 5-8\nB: 1-4 _ 5-8\n\nC: 1-4 _ 5-7 8x\nD box: 1-4'

type Fields = Partial<ShowingAddInput> & Partial<Pick<ScreenAddInput, 'plan' | 'avoidsSingles'>>

/** A showing in ten days on a screen of its own; two prices where the plan has two categories, as the small one has. */
export async function addShowing({
  plan = smallPlan,
  avoidsSingles = false,
  ...fields
}: Fields = {}): Promise<ProgrammedShowing> {
  const id = `s${crypto.randomUUID().slice(0, 8)}`
  const screen = await client.screen.add.mutate({ id, name: 'Great Hall', plan, avoidsSingles })
  const movie = await client.movie.add.mutate({ title: 'The Salt Line', runningMinutes: 118, rating: '12' })
  const prices = Object.fromEntries(
    screen.categories.map((category, index) => [category, 1_150 + 300 * index]),
  )
  return client.showing.add.mutate({
    screen: id,
    movie: movie.id,
    date: dayAhead(10),
    time: '20:00',
    prices,
    ...fields,
  })
}

function dayAhead(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
}
