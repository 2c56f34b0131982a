import { Hono } from 'hono'
import type { Sessions } from '../../office/sessions.ts'
import { type Assets } from '../assets.ts'
import type { Visited } from '../visited.ts'
import { pageAssets } from './assets.ts'
import { deskRoutes } from './desk/routes.tsx'
import { bookingRoutes } from './booking-routes.tsx'
import { ticketRoutes } from './ticket-routes.tsx'
import { moveRoutes } from './move-routes.tsx'
import { holdRoutes } from './hold-routes.tsx'
import { showingRoutes } from './showing-routes.tsx'
import { programmeRoutes } from './programme-routes.tsx'

/** What people look at: each page by the same office as every other face. */
export function pagesRoutes(assets: Assets, sessions: Sessions): Hono<Visited> {
  const routes = new Hono<Visited>()
  routes.route('/', pageAssets(assets))
  routes.route('/', programmeRoutes())
  routes.route('/', deskRoutes(sessions))
  routes.route('/', showingRoutes())
  routes.route('/', holdRoutes())
  routes.route('/', bookingRoutes())
  routes.route('/', moveRoutes())
  routes.route('/', ticketRoutes())
  return routes
}
