import type { Command } from 'commander'
import { errandOf } from '../errand.ts'

export function addRelease(program: Command): void {
  const command = program
    .command('release')
    .description('give the seats of a hold back')
    .argument('<hold>', "the hold's id")
  command.action(async (id: string) => {
    const { client, output } = errandOf(command)
    const released = await client.hold.release.mutate({ id })
    output.show(released, () => `released  ${released.released}`)
  })
}
