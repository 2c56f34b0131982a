import { Command, CommanderError } from 'commander'
import { addAdmit } from './commands/admit.ts'
import { addBooking } from './commands/booking.ts'
import { addBookings } from './commands/bookings.ts'
import { addBook } from './commands/book.ts'
import { addCancel } from './commands/cancel.ts'
import { addHistory } from './commands/history.ts'
import { addHold } from './commands/hold.ts'
import { addKeys } from './commands/keys.ts'
import { addMovies } from './commands/movies.ts'
import { addMove } from './commands/move.ts'
import { addPeople } from './commands/people.ts'
import { addRelease } from './commands/release.ts'
import { addScreens } from './commands/screens.ts'
import { addSeats } from './commands/seats.ts'
import { addShowings } from './commands/showings.ts'
import { addWatch } from './commands/watch.ts'
import { serviceUrl } from './errand.ts'
import { exitWords, exits } from './exits.ts'
import { Output } from './output.ts'
import { troubleOf } from './trouble.ts'

const commands = [
  addShowings,
  addSeats,
  addHold,
  addRelease,
  addBook,
  addBooking,
  addMove,
  addCancel,
  addWatch,
  addBookings,
  addHistory,
  addPeople,
  addScreens,
  addMovies,
  addAdmit,
  addKeys,
]

/** Does what the command line says, and answers the exit code. `more` are the commands of who has more than a service's address. */
export async function run(
  argv: readonly string[],
  more: readonly ((program: Command) => void)[] = [],
): Promise<number> {
  const program = new Command('marquee')
    .description('Sells the seats of a Marquee, or shows them.')
    .option('--json', 'answer one JSON document, and errors as JSON on stderr')
    .addHelpText('after', helpAfter())
    // Inherited by the commands that are added below; errors are told in one place.
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
  for (const add of [...commands, ...more]) add(program)
  try {
    await program.parseAsync(argv, { from: 'user' })
    return exits.done
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exits.done
    // Its help was shown already.
    if (error instanceof CommanderError && error.code === 'commander.help') return exits.invalid
    const trouble = troubleOf(error, serviceUrl())
    new Output(argv.includes('--json')).complain(trouble)
    return trouble.exit
  }
}

function helpAfter(): string {
  const codes = Object.entries(exitWords).map(([code, words]) => `  ${code}  ${words}`)
  return `
Environment:
  MARQUEE_URL  where the service is (default: http://127.0.0.1:8787)
  MARQUEE_KEY  a staff key, for what asks for one
  NO_COLOR     draws without colours

Exit codes:
${codes.join('\n')}

Example:
  marquee book "2026-12-01 18:30" --best 2 --together --name Ayush --phone 9876543210`
}
