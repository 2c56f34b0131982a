import { hostname } from 'node:os'
import { type Command, InvalidArgumentError } from 'commander'
import type { Admitted } from '../../index.ts'
import { errandOf } from '../errand.ts'
import { type KeyOptions, underKey, withKeyOption } from '../idempotency.ts'
import { clockTime } from '../say.ts'
import { readShowing, showingWords } from '../showing-argument.ts'

interface Options extends KeyOptions {
  readonly showing: string
  readonly screen?: string
  readonly seat?: string
  readonly device: string
}

export function addAdmit(program: Command): void {
  const command = program
    .command('admit')
    .description('let somebody in on a ticket, once')
    .argument('[code]', "the ticket's code, as its QR code has it")
    .requiredOption('--showing <showing>', `that the door is for: ${showingWords}`)
    .option('--screen <id>', 'where the showing is named by its date and time')
    .option('--seat <label>', 'the seat, where there is no code')
    .option('--device <name>', 'what the door is called', hostname())
  withKeyOption(command)
  command.action(async (code: string | undefined, options: Options) => {
    const { client, output } = errandOf(command)
    const { showing, screen, device } = options
    const shown = { ...ticketOf(code, options), showing: readShowing(showing, screen), device }
    const admitted = await underKey(options, (key) => client.ticket.admit.mutate({ ...shown, ...key }))
    output.show(admitted, () => sayAdmitted(admitted))
  })
}

function ticketOf(code: string | undefined, { seat }: Options): { code: string } | { seat: string } {
  if (code !== undefined && seat === undefined) return { code }
  if (code === undefined && seat !== undefined) return { seat }
  throw new InvalidArgumentError("Give either a ticket's code or --seat.")
}

function sayAdmitted({ seat, out, admittedAt }: Admitted): string {
  const others = out.length === 0 ? '' : ` Still out: ${out.join(', ')}.`
  return `Welcome, seat ${seat}, at ${clockTime(admittedAt)}.${others}`
}
