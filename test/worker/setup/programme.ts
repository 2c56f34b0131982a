import {
  type Failure,
  type MovieAddInput,
  type ProgrammedShowing,
  type ScreenAddInput,
  type ShowingAddInput,
  failureOf,
} from '../../../client/index.ts'
import { client, db } from './box-office.ts'

let screens = 0
let movies = 0

/** A screen of its own: four seats in the stalls, two in a box, of which one is blocked. */
export async function freshScreen(fields: Partial<ScreenAddInput> = {}): Promise<string> {
  screens += 1
  const screen = { id: `screen-${screens}`, name: `Screen ${screens}`, plan: 'A: 1-4\nB box: 1-2', ...fields }
  return (await client.screen.add.mutate(screen)).id
}

export async function freshMovie(fields: Partial<MovieAddInput> = {}): Promise<string> {
  movies += 1
  return (await client.movie.add.mutate({ title: `Movie ${movies}`, runningMinutes: 100, ...fields })).id
}

/** A showing in ten days, at eight, on a screen of its own unless one is given. */
export async function addShowing(fields: Partial<ShowingAddInput> = {}): Promise<ProgrammedShowing> {
  return client.showing.add.mutate({
    screen: fields.screen ?? (await freshScreen()),
    movie: fields.movie ?? (await freshMovie()),
    date: dayAhead(10),
    time: '20:00',
    ...fields,
  })
}

export function dayAhead(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
}

export async function refusalOf(call: Promise<unknown>): Promise<Failure> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  const failure = failureOf(error)
  if (failure === undefined) throw new Error('nothing was refused', { cause: error })
  return failure
}

/** All that the programme is made of, row by row: to show that a refusal changed nothing. */
export async function programmeRows(): Promise<unknown> {
  const tables = ['venue', 'screens', 'seat_plans', 'movies', 'showings']
  const results = await db.$client.batch(
    tables.map((table) => `SELECT * FROM ${table}`),
    'read',
  )
  return results.map(({ rows }) => rows.map((row) => Object.values(row)))
}

export async function epochOf(showing: string): Promise<number> {
  const { rows } = await db.$client.execute({
    sql: 'SELECT epoch FROM showings WHERE id = ?',
    args: [showing],
  })
  return Number(rows[0]?.['epoch'])
}
