import type { Command } from 'commander'
import { errandOf } from '../errand.ts'
import { sayBooking } from '../say.ts'

export function addBooking(program: Command): void {
  const command = program
    .command('booking')
    .description('show a booking')
    .argument('<id>', "the booking's id")
  command.action(async (id: string) => {
    const { client, output } = errandOf(command)
    const booking = await client.booking.get.query({ id })
    output.show(booking, () => sayBooking(booking))
  })
}
