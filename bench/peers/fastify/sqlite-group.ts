import { SqliteDesk } from './sqlite-desk.ts'
import type { Store } from './store.ts'

const groupMax = 1_000
/** Ten times SQLite's default: so many writers at once would have it copy its log into the file all the time. */
const checkpointPages = 10_000

interface Waiting {
  /** Answers how to tell of what it did. */
  readonly write: () => () => void
  readonly reject: (error: unknown) => void
}

/** One transaction for all requests of the moment: they share the wait for the disk. */
export function sqliteGroupStore(file: string): Store {
  const desk = new SqliteDesk(file, { checkpointPages })
  const queue: Waiting[] = []

  function enqueue<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const write = (): (() => void) => {
        const result = work()
        return () => resolve(result)
      }
      if (queue.push({ write, reject }) === 1) setImmediate(commitGroup)
    })
  }

  function commitGroup(): void {
    const group = queue.splice(0, groupMax)
    if (queue.length > 0) setImmediate(commitGroup)
    try {
      // A refusal writes nothing and leaves its neighbours alone; what throws is a fault of the database, and theirs too.
      const answers = desk.transact(() => group.map(({ write }) => write()))
      for (const answer of answers) answer()
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
  }

  return {
    book: (booking) => enqueue(() => desk.book(booking)),
    // Between groups everything is committed: what is read here is on disk.
    find: async (id) => desk.find(id),
    soldSeats: async (showing) => desk.soldSeats(showing),
    move: (id, showing) => enqueue(() => desk.move(id, showing)),
    cancelAll: (name) => enqueue(() => desk.cancelAll(name)),
    close: async () => desk.close(),
  }
}
