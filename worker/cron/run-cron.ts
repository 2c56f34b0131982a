import { type Database, DatabaseError } from '../../db/database.ts'
import { checkConservation } from './check-conservation.ts'
import { expireBookings } from './expire.ts'
import { forgetOldBuyers } from './forget-buyers.ts'
import { webSealer } from '../history/sealer.ts'
import { sealHistory } from './seal-history.ts'
import { sweepOldHolds } from './sweep-holds.ts'
import { sweepOldDeliveries } from './sweep-deliveries.ts'
import { wakeSenders } from './wake-senders.ts'
import { log, logError } from '../log.ts'
import { metrics } from '../metrics.ts'

interface CronOptions {
  /** Its scheduled time. */
  readonly at: number
  readonly retentionMs: number
  /** Without it the history is not sealed. */
  readonly auditKey: string | undefined
  readonly wakeSender: (endpoint: string, why: 'due') => Promise<void>
}

/** What the cron does each minute, `at` its scheduled time. A part that fails keeps no other from its work. */
export async function runCron(
  db: Database,
  { at, retentionMs, auditKey, wakeSender }: CronOptions,
): Promise<void> {
  const startedAt = Date.now()
  const failed: string[] = []
  const attempt = async <T>(part: string, work: () => Promise<T>): Promise<T | 'failed'> => {
    try {
      return await work()
    } catch (error) {
      logError({ event: 'cron failed', part, ...known(error) })
      failed.push(part)
      return 'failed'
    }
  }
  const expired = await attempt('expiry', () => expireBookings(db, at))
  const swept = await attempt('sweeping of holds', () => sweepOldHolds(db, at))
  const forgotten = await attempt('forgetting of buyers', () => forgetOldBuyers(db, at, retentionMs))
  const checked = await attempt('conservation check', () => checkConservation(db, startedAt))
  // By the clock: on a cron that was fired for another time, nothing would be due for it.
  const woken = await attempt('waking of webhooks', () => wakeSenders(db, startedAt, wakeSender))
  const cleared = await attempt('sweeping of deliveries', () => sweepOldDeliveries(db, startedAt))
  const sealed = await attempt('sealing of the history', async () =>
    auditKey === undefined ? 'no AUDIT_KEY' : sealHistory(db, await webSealer(auditKey)),
  )
  log({
    event: 'cron',
    expired,
    swept,
    forgotten,
    checked,
    woken,
    cleared,
    sealed,
    tookMs: Date.now() - startedAt,
    at,
  })
  metrics.crons.add({ outcome: failed.length > 0 ? 'failed' : 'done' })
  // The platform, too, is to count this run as failed.
  if (failed.length > 0) throw new Error(`the cron failed: ${failed.join(', ')}`)
}

function known(error: unknown): object {
  if (error instanceof DatabaseError) return { error: error.message }
  return error instanceof Error ? { error: error.message, stack: error.stack } : { error: typeof error }
}
