import { asc } from 'drizzle-orm'
import { asJson, asJsonOrNull } from '../as-json.ts'
import { type Database, asking } from '../database.ts'
import type { Given } from '../given.ts'
import { type Entry, enter, enterChange, entered, jsonObject } from '../history/entry.ts'
import { screens } from '../schema/programme.ts'
import type { StoredScreen } from '../screens.ts'
import { writing } from '../writing.ts'

/** All of them, which are few. */
export async function listScreens(db: Database, limit: number): Promise<(typeof screens.$inferSelect)[]> {
  return asking(db.select().from(screens).orderBy(asc(screens.id)).limit(limit))
}

/** Its facts, as the history tells of them. */
export const screenColumns = {
  id: 'id',
  name: 'name',
  planVersion: 'plan_version',
  openSchedule: 'open_schedule',
  salesCloseAfterMs: 'sales_close_after_ms',
  avoidsSingles: 'avoids_singles',
  phoneTicketsMax: 'phone_tickets_max',
}
const added = {
  id: ':id',
  name: `:name ->> '$'`,
  planVersion: '1',
  openSchedule: ':openSchedule',
  salesCloseAfterMs: ':salesCloseAfterMs',
  avoidsSingles: ':avoidsSingles',
  phoneTicketsMax: ':phoneTicketsMax',
}
const isNew = `(SELECT count(*) FROM screens) < :screensMax AND NOT EXISTS (SELECT 1 FROM screens WHERE id = :id)`

const planAdded = (version: string): string => jsonObject({ screen: ':id', version, source: `:plan ->> '$'` })
/** A plan is entered beside the change that brings it. */
const withPlan = (entry: Entry): ReturnType<typeof entered> =>
  entered({ ...entry, event: `${entry.event}.plan` })

/** Adds a screen with its first plan. Does nothing where its id is taken, or there are `screensMax`. */
export async function addScreen(
  db: Database,
  { id, name, plan, ...facts }: Omit<StoredScreen, 'planVersion'>,
  { screensMax, entry }: { screensMax: number; entry: Entry },
): Promise<void> {
  const args = { id, name: asJson(name), ...facts, screensMax }
  const ofPlan = { id, plan: asJson(plan) }
  await writing(db, [
    {
      sql: `${enter(`'screen.added'`, { after: jsonObject(added) })} WHERE ${isNew}`,
      args: { ...args, ...entered(entry) },
    },
    {
      sql: `${enter(`'plan.added'`, { after: planAdded('1') })} WHERE ${isNew}`,
      args: { ...ofPlan, screensMax, ...withPlan(entry) },
    },
    {
      sql: `INSERT INTO screens (${Object.values(screenColumns).join(', ')})
        SELECT ${Object.values(added).join(', ')} WHERE ${isNew}`,
      args,
    },
    {
      // One that was there before has its first plan already.
      sql: `INSERT INTO seat_plans (screen_id, version, source)
        SELECT id, 1, :plan ->> '$' FROM screens WHERE id = :id
        ON CONFLICT (screen_id, version) DO NOTHING`,
      args: ofPlan,
    },
  ])
}

export interface ScreenChange extends Given<Omit<StoredScreen, 'id' | 'planVersion'>> {
  readonly id: string
  /** Showings that started then or before are expired, and concern nobody any more. */
  readonly startsAfter: number
  readonly planVersionsMax: number
}

const fromOtherPlan = `FROM screens CROSS JOIN seat_plans ON screen_id = screens.id AND version = plan_version
  WHERE screens.id = :id AND source <> :plan ->> '$' AND plan_version < :planVersionsMax`
const lastPlan = `(SELECT max(version) FROM seat_plans WHERE screen_id = screens.id)`
const changed = {
  ...screenColumns,
  name: `coalesce(:name ->> '$', name)`,
  openSchedule: 'coalesce(:openSchedule, open_schedule)',
  salesCloseAfterMs: 'coalesce(:salesCloseAfterMs, sales_close_after_ms)',
  avoidsSingles: 'coalesce(:avoidsSingles, avoids_singles)',
  phoneTicketsMax: 'coalesce(:phoneTicketsMax, phone_tickets_max)',
}

/**
 * Changes what is given. Another plan than the last is a new version, which showings that there are do not get. What desks sell by
 * fences them: it raises the epoch of all showings to come. Answers whether the plan is the one given, now.
 */
export async function changeScreen(db: Database, change: ScreenChange, entry: Entry): Promise<boolean> {
  const { id, name, plan, startsAfter, planVersionsMax } = change
  const {
    openSchedule = null,
    salesCloseAfterMs = null,
    avoidsSingles = null,
    phoneTicketsMax = null,
  } = change
  const facts = { salesCloseAfterMs, avoidsSingles, phoneTicketsMax }
  const ofPlan = { id, plan: asJsonOrNull(plan) }
  const results = await writing(db, [
    {
      sql: `${enter(`'plan.added'`, { after: planAdded('plan_version + 1') })} ${fromOtherPlan}`,
      args: { ...ofPlan, planVersionsMax, ...withPlan(entry) },
    },
    {
      sql: `INSERT INTO seat_plans (screen_id, version, source)
        SELECT screens.id, plan_version + 1, :plan ->> '$' ${fromOtherPlan}`,
      args: { ...ofPlan, planVersionsMax },
    },
    {
      sql: enterChange('screen.changed', {
        from: 'screens WHERE id = :id',
        before: screenColumns,
        after: { ...changed, planVersion: lastPlan },
      }),
      args: { id, name: asJsonOrNull(name), openSchedule, ...facts, ...entered(entry) },
    },
    {
      sql: `UPDATE screens SET plan_version = plan_version + 1
        WHERE id = :id AND EXISTS (SELECT 1 FROM seat_plans WHERE screen_id = :id AND version = plan_version + 1)`,
      args: { id },
    },
    {
      sql: `UPDATE showings SET epoch = epoch + 1
        WHERE screen_id = :id AND starts_at > :startsAfter AND EXISTS (SELECT 1 FROM screens WHERE id = :id AND (
          sales_close_after_ms <> coalesce(:salesCloseAfterMs, sales_close_after_ms)
          OR avoids_singles <> coalesce(:avoidsSingles, avoids_singles)
          OR phone_tickets_max <> coalesce(:phoneTicketsMax, phone_tickets_max)))`,
      args: { id, startsAfter, ...facts },
    },
    {
      sql: `UPDATE screens SET name = ${changed.name}, open_schedule = ${changed.openSchedule},
          sales_close_after_ms = ${changed.salesCloseAfterMs}, avoids_singles = ${changed.avoidsSingles},
          phone_tickets_max = ${changed.phoneTicketsMax}
        WHERE id = :id`,
      args: { id, name: asJsonOrNull(name), openSchedule, ...facts },
    },
    {
      sql: `SELECT :plan IS NULL OR source = :plan ->> '$' AS isGiven
        FROM screens CROSS JOIN seat_plans ON screen_id = screens.id AND version = plan_version
        WHERE screens.id = :id`,
      args: ofPlan,
    },
  ])
  return results.at(-1)?.rows[0]?.['isGiven'] === 1
}
