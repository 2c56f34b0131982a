import type { Command } from 'commander'
import { errandOf } from '../errand.ts'
import { type KeyOptions, underKey, withKeyOption } from '../idempotency.ts'
import { sayBooking } from '../say.ts'

export function addCancel(program: Command): void {
  const command = program
    .command('cancel')
    .description('cancel a booking, and give its seats back')
    .argument('<id>', "the booking's id")
  withKeyOption(command)
  command.action(async (id: string, options: KeyOptions) => {
    const { client, output } = errandOf(command)
    const booking = await underKey(options, (key) => client.booking.cancel.mutate({ id, ...key }))
    output.show(booking, () => sayBooking(booking))
  })
}
