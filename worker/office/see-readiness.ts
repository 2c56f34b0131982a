import { type CheckProgress, readCheckProgress } from '../../db/conservation-progress.ts'
import { DatabaseError } from '../../db/database.ts'
import { unsealedSince } from '../../db/history/seals.ts'
import { hasThisSchema } from '../../db/schema-version.ts'
import { checkSilentMsMax, unsealedMsMax } from '../domain/limits.ts'
import { type Result, accept, refusedBusy } from '../domain/result.ts'
import type { House } from './house.ts'
import { iso } from './present.ts'
import { logError } from '../log.ts'

/** Ready to sell. Warnings are for whoever looks after the house, and tell counts only: anybody may read them. */
export interface Readiness {
  readonly warnings: readonly string[]
}

/** Refuses where the database does not answer, or lacks this version's schema; which of them is for the log. */
export async function seeReadiness({ db, now }: House): Promise<Result<Readiness>> {
  try {
    const [hasSchema, progress, unsealedAt] = await Promise.all([
      hasThisSchema(db),
      readCheckProgress(db),
      unsealedSince(db),
    ])
    const warnings = [...warningsOf(progress, now()), ...warningsOfHistory(unsealedAt, now())]
    if (hasSchema) return accept({ warnings })
    logError({ event: 'not ready', error: "the database lacks this version's schema: migrate it" })
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error
    logError({ event: 'not ready', error: error.message })
  }
  return refusedBusy
}

function warningsOf(progress: CheckProgress | undefined, now: number): string[] {
  if (progress === undefined) {
    return ['Bookings and tickets have not been compared yet. If this stays, see whether the cron runs.']
  }
  const { found, foundLast, ranAt } = progress
  const whatToDo =
    "The cron's log names them (bookings and tickets differ): look them up there, and mend them in the database."
  const warnings: string[] = []
  if (foundLast !== null && foundLast.count > 0) {
    warnings.push(`The last full check found ${mismatches(foundLast.count)}. ${whatToDo}`)
  }
  if (found.count > 0) {
    warnings.push(`The check under way has found ${mismatches(found.count)} so far. ${whatToDo}`)
  }
  if (now - ranAt > checkSilentMsMax) {
    warnings.push(`Bookings and tickets were last compared at ${iso(ranAt)}. See whether the cron runs.`)
  }
  return warnings
}

function warningsOfHistory(unsealedAt: number | undefined, now: number): string[] {
  if (unsealedAt === undefined || now - unsealedAt <= unsealedMsMax) return []
  return [
    `The history is not sealed since ${iso(unsealedAt)}. See whether AUDIT_KEY is set and the cron runs.`,
  ]
}

function mismatches(count: number): string {
  return count === 1
    ? '1 mismatch between bookings and tickets'
    : `${count} mismatches between bookings and tickets`
}
