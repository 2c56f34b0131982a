import { Hono, type MiddlewareHandler } from 'hono'
import { moviesInput } from '../../../../domain/programme-schemas.ts'
import { type Result, accept } from '../../../../domain/result.ts'
import type { Office } from '../../../../office/office.ts'
import { parsed } from '../../../parsed.ts'
import type { Visited } from '../../../visited.ts'
import { answerDesk, answerDeskFailure, refusedRole } from '../answer.tsx'
import { saidIn } from '../said.tsx'
import { movieRoutes } from './movie-routes.tsx'
import { type Programme, ProgrammePage } from './page.tsx'
import { screenRoutes } from './screen-routes.tsx'
import { plannedRoutes } from './showing-routes.tsx'
import { venueRoutes } from './venue-routes.tsx'

/** What is shown, where and for how much: for who may change it. */
export function programmeRoutes(): Hono<Visited> {
  const routes = new Hono<Visited>().basePath('/programme')
  routes.use('*', forManagers())
  routes.get('/', (c) =>
    answerDesk(c, readProgramme(c.get('office'), c.req.query('after')), (programme, desk) => (
      <ProgrammePage programme={programme} said={saidIn(c)} {...desk} />
    )),
  )
  routes.route('/', venueRoutes())
  routes.route('/', movieRoutes())
  routes.route('/', screenRoutes())
  routes.route('/', plannedRoutes())
  return routes
}

/** The office refuses each change to others; whose pages these are not sees none of their forms. */
function forManagers(): MiddlewareHandler<Visited> {
  return async (c, next) => {
    const refused = refusedRole(c, 'addShowing')
    return refused === undefined ? next() : answerDeskFailure(c, refused)
  }
}

async function readProgramme({ programme }: Office, cursor: string | undefined): Promise<Result<Programme>> {
  const input = parsed(moviesInput, { cursor })
  if (!input.ok) return input
  const [listed, screened] = await Promise.all([programme.listMovies(input.value), programme.listScreens()])
  if (!listed.ok) return listed
  if (!screened.ok) return screened
  return accept({ movies: listed.value.movies, next: listed.value.next, screens: screened.value.screens })
}
