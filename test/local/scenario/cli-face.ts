import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import * as z from 'zod'
import { exitOf } from '../../../client/cli/exits.ts'
import { failureTable } from '../../../worker/domain/failures.ts'
import { type Door, type Face, type Refused, evening } from './face.ts'
import { bookingOf, failureCode, holdOf, listOf } from './told.ts'

const cli = path.resolve(import.meta.dirname, '../../../client/cli/main.ts')

const complaint = z.object({ error: z.object({ code: failureCode, message: z.string().min(1) }) })
const exited = z.object({ code: z.int(), stdout: z.literal(''), stderr: z.string() })
const drawn = z.object({ seats: z.array(z.object({ label: z.string(), status: z.string() })) })
const released = z.object({ released: z.string() })

/** The command line, as a program calls it. */
export function cliFace({ url, staffKey }: Door): Face {
  async function run<T>(
    args: readonly string[],
    tell: (answer: unknown) => T,
    key = '',
  ): Promise<T | Refused> {
    try {
      const env = { ...process.env, MARQUEE_URL: url, MARQUEE_KEY: key }
      const { stdout } = await promisify(execFile)(process.execPath, [cli, ...args, '--json'], { env })
      return tell(JSON.parse(stdout))
    } catch (error) {
      const { code: exit, stderr } = exited.parse(error)
      const { code: refused } = complaint.parse(JSON.parse(stderr)).error
      if (exit !== exitOf[failureTable[refused].http])
        throw new Error(`${refused} exits by ${exit}`, { cause: error })
      return { refused }
    }
  }
  const at = (time: string, date = evening): string => `${date} ${time}`
  const seatsOf = (seats: readonly string[]): string[] => ['--seats', seats.join()]
  const buyerOf = ({ name, phone }: { name: string; phone: string }): string[] => [
    '--name',
    name,
    '--phone',
    phone,
  ]
  const under = (key: string | undefined): string[] => (key === undefined ? [] : ['--idempotency-key', key])

  return {
    book: ({ date, time, seats, key, ...buyer }) =>
      run(['book', at(time, date), ...seatsOf(seats), ...buyerOf(buyer), ...under(key)], bookingOf),
    see: (id) => run(['booking', id], bookingOf),
    move: (id, { time, key }) => run(['move', id, '--to', at(time), ...under(key)], bookingOf),
    cancel: ({ id }, key) => run(['cancel', id, ...under(key)], bookingOf),
    list: (who) => run(['bookings', '--date', evening], listOf, who === 'staff' ? staffKey : ''),
    beyond: {
      moveSeats: (id, seats) => run(['move', id, ...seatsOf(seats)], bookingOf),
      async seats(time) {
        const told = await run(['seats', at(time)], (answer) => drawn.parse(answer))
        if ('refused' in told) throw new Error(told.refused)
        const those = (wanted: string): string[] =>
          told.seats.flatMap(({ label, status }) => (status === wanted ? [label] : []))
        return { held: those('held'), sold: those('sold') }
      },
      hold: ({ time, seats, key }) => run(['hold', at(time), ...seatsOf(seats), ...under(key)], holdOf),
      bookHold: (hold, buyer) => run(['book', '--hold', hold, ...buyerOf(buyer)], bookingOf),
      bookBest: ({ time, best, ...buyer }) =>
        run(['book', at(time), '--best', String(best), '--together', ...buyerOf(buyer)], bookingOf),
      release: (hold) => run(['release', hold], (answer) => released.parse(answer)),
    },
  }
}
