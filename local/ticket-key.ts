import path from 'node:path'
import { projectDirectory } from './bundle.ts'
import { makeTicketKey, rotateTicketKey } from './ticket-keys.ts'

/** Makes a key that signs the codes of tickets: for a deploy, or with `--rotate` for the house in DATA_DIR. */
async function main(args: readonly string[]): Promise<void> {
  if (!args.includes('--rotate')) {
    console.log(makeTicketKey())
    return
  }
  const directory = path.resolve(projectDirectory, process.env['DATA_DIR'] ?? '.data')
  const { ticketKeysRetired } = await rotateTicketKey(directory)
  console.log(`From the next start on a new key signs; ${ticketKeysRetired.length} retired stay good.`)
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message)
  process.exit(1)
})
