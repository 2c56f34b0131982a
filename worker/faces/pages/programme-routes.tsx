import { type Context, Hono } from 'hono'
import { type Result, accept } from '../../domain/result.ts'
import { showingsInput } from '../../domain/programme-schemas.ts'
import { showingInput } from '../../domain/schemas.ts'
import { localOf } from '../../domain/venue-time.ts'
import { parsed } from '../parsed.ts'
import type { Visited } from '../visited.ts'
import { answerFailurePage } from './failure-page.tsx'
import { answerPage } from './answer-page.tsx'
import { ProgrammePage, type ProgrammeProps } from './programme-page.tsx'
import { wantsPage } from './wants-page.ts'

export function programmeRoutes(): Hono<Visited> {
  const routes = new Hono<Visited>()

  routes.get('/', async (c, next) => {
    if (!wantsPage(c)) return next()
    const props = await readProgramme(c)
    return props.ok ? answerPage(c, <ProgrammePage {...props.value} />) : answerFailurePage(c, props.failure)
  })

  // The form of an open schedule: a date and a time lead to their showing.
  routes.get('/showings', async (c) => {
    const input = parsed(showingInput, { showing: c.req.query() })
    const seen = input.ok ? await c.get('office').seeShowing(input.value) : input
    if (seen.ok) return c.redirect(`/showings/${seen.value.id}`, 303)
    const props = await readProgramme(c)
    if (!props.ok) return answerFailurePage(c, props.failure)
    return answerPage(c, <ProgrammePage {...props.value} failure={seen.failure} />, {
      failure: seen.failure,
    })
  })
  return routes
}

async function readProgramme(c: Context<Visited>): Promise<Result<ProgrammeProps>> {
  const { programme } = c.get('office')
  const input = parsed(showingsInput, { cursor: c.req.query('after') })
  if (!input.ok) return input
  const [venue, listed, screened] = await Promise.all([
    programme.seeVenue(),
    programme.listShowings(input.value),
    programme.listScreens(),
  ])
  if (!venue.ok) return venue
  if (!listed.ok) return listed
  if (!screened.ok) return screened
  const { screens } = screened.value
  return accept({
    venue: venue.value,
    showings: listed.value.showings,
    next: listed.value.next,
    screens,
    openScreens: screens.filter(({ openSchedule }) => openSchedule),
    today: localOf(Date.now(), venue.value.zone).date,
  })
}
