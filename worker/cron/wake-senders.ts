import type { Database } from '../../db/database.ts'
import { findDueEndpoints } from '../../db/webhook-deliveries.ts'

/** Wakes the senders that have something due, in case that their alarm was lost, or nobody rang; answers how many. */
export async function wakeSenders(
  db: Database,
  now: number,
  wake: (endpoint: string, why: 'due') => Promise<void>,
): Promise<number> {
  const due = await findDueEndpoints(db, now)
  await Promise.all(due.map((endpoint) => wake(endpoint, 'due')))
  return due.length
}
