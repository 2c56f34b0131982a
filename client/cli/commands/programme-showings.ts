import { type Command, InvalidArgumentError } from 'commander'
import type { ProgrammedShowing } from '../../index.ts'
import { errandOf } from '../errand.ts'
import { type KeyOptions, underKey, withKeyOption } from '../idempotency.ts'
import { writePrice } from '../price.ts'
import { type OrNone, readOrNone, readPrices } from '../read-option.ts'
import { inColumns } from '../say.ts'
import { readShowing, showingWords } from '../showing-argument.ts'

interface Facts extends KeyOptions {
  readonly prices?: OrNone<Record<string, number>>
  readonly salesOpenAt?: OrNone<string>
  readonly salesCloseAt?: OrNone<string>
}

interface Add extends Facts {
  readonly screen?: string
  readonly movie?: string
  readonly date?: string
  readonly time: string
}

interface Change extends Facts {
  readonly screen?: string
  readonly movie?: string
  readonly latestPlan?: true
}

/** What managers do with the showings of the programme. The list has `--screen`, `--movie` and `--date` too, and takes them for itself: they are its options. */
export function addProgrammeShowings(showings: Command): void {
  addAdd(showings)
  addChange(showings)
  addEnding(showings, 'cancel', 'sell nothing more of a showing; its bookings stay')
  addEnding(showings, 'reopen', 'sell a cancelled showing again')
}

function addAdd(showings: Command): void {
  const command = showings
    .command('add')
    .description('add a showing (staff)')
    .option('--screen <id>', 'where')
    .option('--movie <id>', 'what')
    .option('--date <day>', 'on which day: 2026-12-01')
    .requiredOption('--time <time>', "when, in the venue's time: 20:00")
  withFacts(command).action(async () => {
    const { client, output } = errandOf(command)
    const { screen, movie, date, time, ...facts } = command.optsWithGlobals<Add>()
    if (screen === undefined || movie === undefined || date === undefined)
      throw new InvalidArgumentError('Give --screen, --movie and --date.')
    const showing = await underKey(facts, (key) =>
      client.showing.add.mutate({ screen, movie, date, time, ...factsOf(facts), ...key }),
    )
    output.show(showing, () => sayShowing(showing))
  })
}

function addChange(showings: Command): void {
  const command = showings
    .command('change')
    .description('change a showing; what is left out stays, and so does its time (staff)')
    .argument('<showing>', showingWords)
    .option('--screen <id>', 'the screen, with a date and time')
    .option('--movie <id>', 'another movie')
    .option('--latest-plan', 'the seat plan that its screen has now')
  withFacts(command).action(async (text: string) => {
    const { client, output } = errandOf(command)
    const { screen, movie, latestPlan, ...facts } = command.optsWithGlobals<Change>()
    const plan = latestPlan === undefined ? {} : { plan: 'latest' as const }
    const changed = await underKey(facts, (key) =>
      client.showing.change.mutate({
        movie,
        ...factsOf(facts),
        ...plan,
        showing: readShowing(text, screen),
        ...key,
      }),
    )
    output.show(changed, () => sayShowing(changed))
  })
}

function addEnding(showings: Command, name: 'cancel' | 'reopen', words: string): void {
  const command = showings
    .command(name)
    .description(`${words} (staff)`)
    .argument('<showing>', showingWords)
    .option('--screen <id>', 'the screen, with a date and time')
  withKeyOption(command)
  command.action(async (text: string) => {
    const { client, output } = errandOf(command)
    const { screen, ...options } = command.optsWithGlobals<KeyOptions & { screen?: string }>()
    const showing = await underKey(options, (key) =>
      client.showing[name].mutate({ showing: readShowing(text, screen), ...key }),
    )
    output.show(showing, () => sayShowing(showing))
  })
}

function withFacts(command: Command): Command {
  command
    .option('--prices <prices>', 'by category, in minor units: standard=950,vip=1400; or none', readPrices)
    .option('--sales-open-at <instant>', 'such as 2026-11-01T09:00:00Z, or none', readOrNone)
    .option('--sales-close-at <instant>', 'such as 2026-12-01T19:00:00Z, or none', readOrNone)
  return withKeyOption(command)
}

function factsOf({ prices, salesOpenAt, salesCloseAt }: Facts) {
  return { prices: prices?.value, salesOpenAt: salesOpenAt?.value, salesCloseAt: salesCloseAt?.value }
}

function sayShowing({ id, date, time, movie, status, prices, currency }: ProgrammedShowing): string {
  const priced = Object.entries(prices ?? {}).map(
    ([category, price]) => `${category} ${writePrice(price, currency)}`,
  )
  return inColumns([
    ['showing', id],
    ['when', `${date} ${time}`],
    ['movie', movie.title],
    ['status', status],
    ...(priced.length === 0 ? [] : [['prices', priced.join(', ')]]),
  ])
}
