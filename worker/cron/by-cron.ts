import type { By } from '../../db/history/entry.ts'

/** Its run is told by its scheduled time. */
export function byCron(at: number): By {
  return { actor: 'cron', requestId: `cron-${at}` }
}
