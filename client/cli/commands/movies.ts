import type { Command } from 'commander'
import type { Movie, MovieAddInput, MovieChangeInput } from '../../index.ts'
import { errandOf } from '../errand.ts'
import { type KeyOptions, underKey, withKeyOption } from '../idempotency.ts'
import { type OrNone, readOrNone, readWhole } from '../read-option.ts'
import { inColumns } from '../say.ts'

interface Facts extends KeyOptions {
  readonly rating?: OrNone<string>
  readonly posterUrl?: OrNone<string>
}

type Add = Omit<MovieAddInput, keyof Facts> & Facts
type Change = Omit<MovieChangeInput, 'id' | keyof Facts> & Facts

/** The movies; to add and change them is for managers. */
export function addMovies(program: Command): void {
  const movies = program
    .command('movies')
    .description('list the movies; add or change one (staff)')
    .option('--cursor <cursor>', 'the next page, as `next` of the one before')
  movies.action(async (options: { cursor?: string }) => {
    const { client, output } = errandOf(movies)
    const page = await client.movie.list.query(options)
    output.show(page, () => {
      const rows = page.movies.map(({ id, runningMinutes, title }) => [id, `${runningMinutes} min`, title])
      return [inColumns(rows), ...(page.next === undefined ? [] : [`More: --cursor ${page.next}`])].join('\n')
    })
  })
  addAdd(movies)
  addChange(movies)
}

function addAdd(movies: Command): void {
  const command = movies
    .command('add')
    .description('add a movie')
    .option('--id <id>', 'made of its title unless it is given')
    .requiredOption('--title <title>', 'its title')
    .requiredOption('--running-minutes <minutes>', 'how long it runs', readWhole)
  withFacts(command).action(async ({ rating, posterUrl, ...facts }: Add) => {
    const { client, output } = errandOf(command)
    const movie = await underKey(facts, (key) =>
      client.movie.add.mutate({ ...facts, rating: rating?.value, posterUrl: posterUrl?.value, ...key }),
    )
    output.show(movie, () => sayMovie(movie))
  })
}

function addChange(movies: Command): void {
  const command = movies
    .command('change')
    .description('change a movie; what is left out stays')
    .argument('<id>', 'its id')
    .option('--title <title>', 'its title')
    .option('--running-minutes <minutes>', 'how long it runs', readWhole)
  withFacts(command).action(async (id: string, { rating, posterUrl, ...facts }: Change) => {
    const { client, output } = errandOf(command)
    const movie = await underKey(facts, (key) =>
      client.movie.change.mutate({
        ...facts,
        id,
        rating: rating?.value,
        posterUrl: posterUrl?.value,
        ...key,
      }),
    )
    output.show(movie, () => sayMovie(movie))
  })
}

function withFacts(command: Command): Command {
  command
    .option('--rating <rating>', 'such as PG-13, or none', readOrNone)
    .option('--poster-url <url>', 'the https address of an image, or none', readOrNone)
    .option('--description <text>', 'some words on it')
  return withKeyOption(command)
}

function sayMovie({ id, title, runningMinutes, rating }: Movie): string {
  return inColumns([
    ['movie', id],
    ['title', title],
    ['runs', `${runningMinutes} min`],
    ...(rating === null ? [] : [['rating', rating]]),
  ])
}
