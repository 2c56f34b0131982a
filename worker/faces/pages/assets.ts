import { Hono } from 'hono'
import { etag } from 'hono/etag'
import { failure } from '../../domain/failures.ts'
import { type Assets, answerAsset } from '../assets.ts'
import { answerFailure } from '../envelope.ts'

/** The pages' style, icon and scripts, from `web/public/pages/`. A browser asks each time whether they changed. */
export function pageAssets(assets: Assets): Hono {
  const routes = new Hono()
  routes.get('/pages/:file{(?:scripts/)?[\\w-]+\\.(?:css|js|svg)}', etag(), async (c) => {
    c.header('Cache-Control', 'public, no-cache')
    const file = await answerAsset(c, assets, `pages/${c.req.param('file')}`)
    return file ?? answerFailure(c, failure('route_not_found', { path: c.req.path }), 500)
  })
  return routes
}
