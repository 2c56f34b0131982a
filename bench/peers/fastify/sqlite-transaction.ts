import { SqliteDesk } from './sqlite-desk.ts'
import type { Store } from './store.ts'

/** SQLite's default: a longer log, of which less is written anew, makes single commits slower. */
const checkpointPages = 1_000

/** A transaction for each request that writes. */
export function sqliteTransactionStore(file: string): Store {
  const desk = new SqliteDesk(file, { checkpointPages })
  return {
    book: async (booking) => desk.transact(() => desk.book(booking)),
    find: async (id) => desk.find(id),
    soldSeats: async (showing) => desk.soldSeats(showing),
    move: async (id, showing) => desk.transact(() => desk.move(id, showing)),
    cancelAll: async (name) => desk.transact(() => desk.cancelAll(name)),
    close: async () => desk.close(),
  }
}
