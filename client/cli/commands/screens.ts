import { readFile } from 'node:fs/promises'
import { type Command, InvalidArgumentError } from 'commander'
import type { Screen, ScreenAddInput, ScreenChangeInput } from '../../index.ts'
import { errandOf } from '../errand.ts'
import { type KeyOptions, underKey, withKeyOption } from '../idempotency.ts'
import { readWhole } from '../read-option.ts'
import { inColumns } from '../say.ts'

interface PlanOptions {
  readonly plan?: string
  readonly planFile?: string
}

type Add = Omit<ScreenAddInput, 'id' | 'plan'> & PlanOptions & KeyOptions
type Change = Omit<ScreenChangeInput, 'id' | 'plan'> & PlanOptions & KeyOptions

/** The screens; to add and change them is for managers. */
export function addScreens(program: Command): void {
  const screens = program.command('screens').description('list the screens; add or change one (staff)')
  screens.action(async () => {
    const { client, output } = errandOf(screens)
    const all = await client.screen.list.query()
    output.show(all, () =>
      inColumns(all.screens.map(({ id, planVersion, name }) => [id, `plan ${planVersion}`, name])),
    )
  })
  addAdd(screens)
  addChange(screens)
}

function addAdd(screens: Command): void {
  const command = screens
    .command('add')
    .description('add a screen')
    .argument('<id>', 'its id, as in main')
    .requiredOption('--name <name>', 'as people read it')
  withFacts(command).action(async (id: string, { plan, planFile, ...facts }: Add) => {
    const { client, output } = errandOf(command)
    const source = await readPlan({ plan, planFile })
    if (source === undefined) throw new InvalidArgumentError('Give --plan or --plan-file.')
    const screen = await underKey(facts, (key) =>
      client.screen.add.mutate({ id, ...facts, plan: source, ...key }),
    )
    output.show(screen, () => sayScreen(screen))
  })
}

function addChange(screens: Command): void {
  const command = screens
    .command('change')
    .description('change a screen; what is left out stays')
    .argument('<id>', 'its id')
    .option('--name <name>', 'as people read it')
    .option('--no-open-schedule', 'its showings are those of the programme alone')
    .option('--no-avoids-singles', 'any free seats can be picked')
  withFacts(command).action(async (id: string, { plan, planFile, ...facts }: Change) => {
    const { client, output } = errandOf(command)
    const source = await readPlan({ plan, planFile })
    const other = source === undefined ? {} : { plan: source }
    const screen = await underKey(facts, (key) =>
      client.screen.change.mutate({ id, ...facts, ...other, ...key }),
    )
    output.show(screen, () => sayScreen(screen))
  })
}

function withFacts(command: Command): Command {
  command
    .option('--plan <text>', 'its seats: "A: 1-4 _ 5-12", a line a row')
    .option('--plan-file <path>', 'a file with them, as that text or as JSON')
    .option('--open-schedule', 'any date and time can be booked')
    .option('--sales-close-after-minutes <minutes>', 'counted from the start of a showing', readWhole)
    .option('--avoids-singles', 'a pick that strands a single seat is refused where an equal one does not')
    .option('--phone-tickets-max <tickets>', 'that one phone number may have of a showing', readWhole)
  return withKeyOption(command)
}

async function readPlan({ plan, planFile }: { plan: string | undefined; planFile: string | undefined }) {
  if (plan !== undefined && planFile !== undefined)
    throw new InvalidArgumentError('Give --plan or --plan-file, not both.')
  return planFile === undefined ? plan : await readFile(planFile, 'utf8')
}

function sayScreen({ id, name, planVersion, seats, categories }: Screen): string {
  return inColumns([
    ['screen', id],
    ['name', name],
    ['plan', `version ${planVersion}, ${seats.length} seats, ${categories.join(', ')}`],
  ])
}
