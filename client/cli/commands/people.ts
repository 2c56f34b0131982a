import type { Command } from 'commander'
import type { PersonExport } from '../../index.ts'
import { errandOf } from '../errand.ts'
import { type KeyOptions, underKey, withKeyOption } from '../idempotency.ts'
import { sayBooking } from '../say.ts'

interface Person {
  readonly name: string
  readonly phone: string
}

/** What somebody may ask of a house that stores his name: for managers. */
export function addPeople(program: Command): void {
  const people = program.command('people').description('tell what is stored of one person, or forget them')
  addExport(people)
  addErase(people)
}

function addExport(people: Command): void {
  const command = people
    .command('export')
    .description('tell all that is stored of one person; --json has the history too')
  withPerson(command)
  command.action(async ({ name, phone }: Person) => {
    const { client, output } = errandOf(command)
    const found = await client.person.export.mutate({ name, phone })
    output.show(found, () => sayExport(found))
  })
}

function addErase(people: Command): void {
  const command = people
    .command('erase')
    .description('take the name and phone of one person off all bookings, for good')
  withPerson(command)
  withKeyOption(command)
  command.action(async ({ name, phone, ...options }: Person & KeyOptions) => {
    const { client, output } = errandOf(command)
    const { erased } = await underKey(options, (key) => client.person.erase.mutate({ name, phone, ...key }))
    output.show({ erased }, () => `Name and phone are gone from ${count(erased)}.`)
  })
}

function withPerson(command: Command): void {
  command
    .requiredOption('--name <name>', 'the name, as it was given')
    .requiredOption('--phone <phone>', 'the phone; its digits decide')
}

function sayExport({ bookings, isMore }: PersonExport): string {
  if (bookings.length === 0) return 'Nothing is stored under this name and phone.'
  const more = isMore ? ['There are more bookings than are told at once.'] : []
  return [...bookings.map(sayBooking), ...more].join('\n\n')
}

function count(bookings: number): string {
  return bookings === 1 ? 'one booking' : `${bookings} bookings`
}
