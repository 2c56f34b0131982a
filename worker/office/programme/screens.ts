import {
  addScreen as writeNewScreen,
  changeScreen as writeScreen,
  listScreens as readScreens,
} from '../../../db/programme/screens.ts'
import { type StoredScreen, findScreen } from '../../../db/screens.ts'
import { minuteMs } from '../../domain/durations.ts'
import { planVersionsMax, screensMax } from '../../domain/limits.ts'
import type {
  ScreenAddInput,
  ScreenChangeInput,
  ScreenSummary,
  ScreenView,
  Screens,
} from '../../domain/programme-schemas.ts'
import { type Result, accept, refuse } from '../../domain/result.ts'
import { lastExpiredStart } from '../../domain/showing.ts'
import { planOf } from '../../plans.ts'
import type { House, Visit } from '../house.ts'
import { newEntry } from '../new-entry.ts'
import { onceDone } from '../once-done.ts'
import { hasFacts } from './has-facts.ts'

export async function listScreens({ db }: House): Promise<Result<Screens>> {
  const screens = await readScreens(db, screensMax)
  return accept({ screens: screens.map(summaryOf) })
}

export async function seeScreen({ db }: House, { id }: { id: string }): Promise<Result<ScreenView>> {
  const screen = await findScreen(db, id)
  return screen === undefined ? refuse('screen_not_found', { screen: id }) : accept(viewOf(screen))
}

/** The same screen added again is that screen; another one under its id is refused. */
export async function addScreen(house: Visit, input: ScreenAddInput): Promise<Result<ScreenView>> {
  const { db } = house
  const { id, name, plan, openSchedule, salesCloseAfterMinutes, avoidsSingles, phoneTicketsMax } = input
  const salesCloseAfterMs = salesCloseAfterMinutes * minuteMs
  const wanted = { id, name, plan, openSchedule, salesCloseAfterMs, avoidsSingles, phoneTicketsMax }
  await writeNewScreen(db, wanted, { screensMax, entry: newEntry(house) })
  const screen = await onceDone(findScreen(db, id))
  if (screen === undefined) return refuse('limit_reached', { of: 'screens', max: screensMax })
  return hasFacts(screen, wanted) ? accept(viewOf(screen)) : refuse('screen_exists', { screen: id })
}

/** Another plan than the last becomes a version of its own; showings keep theirs. */
export async function changeScreen(house: Visit, input: ScreenChangeInput): Promise<Result<ScreenView>> {
  const { id, name, plan, openSchedule, avoidsSingles, phoneTicketsMax, salesCloseAfterMinutes } = input
  const change = {
    id,
    name,
    plan,
    openSchedule,
    salesCloseAfterMs: salesCloseAfterMinutes === undefined ? undefined : salesCloseAfterMinutes * minuteMs,
    avoidsSingles,
    phoneTicketsMax,
    startsAfter: lastExpiredStart(house.now()),
    planVersionsMax,
  }
  const hasPlan = await writeScreen(house.db, change, newEntry(house))
  house.screens.forget(id)
  const screen = await onceDone(findScreen(house.db, id))
  if (screen === undefined) return refuse('screen_not_found', { screen: id })
  return hasPlan
    ? accept(viewOf(screen))
    : refuse('limit_reached', { of: 'seat plans', max: planVersionsMax })
}

function summaryOf(screen: Omit<StoredScreen, 'plan'>): ScreenSummary {
  const { id, name, openSchedule, salesCloseAfterMs, avoidsSingles, phoneTicketsMax, planVersion } = screen
  return {
    id,
    name,
    openSchedule,
    salesCloseAfterMinutes: salesCloseAfterMs / minuteMs,
    avoidsSingles,
    phoneTicketsMax,
    planVersion,
  }
}

function viewOf(screen: StoredScreen): ScreenView {
  const { seats, categories } = planOf(screen.plan)
  return { ...summaryOf(screen), categories: [...categories], seats: [...seats], source: screen.plan }
}
