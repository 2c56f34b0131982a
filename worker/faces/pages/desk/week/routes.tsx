import { Hono } from 'hono'
import * as z from 'zod'
import { type Result } from '../../../../domain/result.ts'
import { localDate } from '../../../../domain/fields.ts'
import { showingInput } from '../../../../domain/schemas.ts'
import { parsed } from '../../../parsed.ts'
import type { Visited } from '../../../visited.ts'
import { answerDesk } from '../answer.tsx'
import { deskPath } from '../path.ts'
import { WeekPage } from './page.tsx'
import { type Week, readWeek } from './read-week.ts'

const weekQuery = z.object({ from: localDate.optional() })

export function weekRoutes(): Hono<Visited> {
  const routes = new Hono<Visited>()

  routes.get('/', async (c) => {
    const query = parsed(weekQuery, { from: c.req.query('from') })
    const week: Promise<Result<Week>> | Result<Week> = query.ok
      ? readWeek(c.get('office'), query.value.from)
      : query
    return answerDesk(c, week, (value, desk) => <WeekPage week={value} {...desk} />)
  })

  // Of an open schedule: a date and a time lead to their showing.
  routes.get('/showings', async (c) => {
    const input = parsed(showingInput, { showing: c.req.query() })
    const seen = input.ok ? await c.get('office').seeShowing(input.value) : input
    if (seen.ok) return c.redirect(`${deskPath}/showings/${seen.value.id}`, 303)
    return answerDesk(
      c,
      readWeek(c.get('office'), undefined),
      (week, desk) => <WeekPage week={week} failure={seen.failure} {...desk} />,
      seen.failure,
    )
  })
  return routes
}
