import { type Context, Hono } from 'hono'
import { etag } from 'hono/etag'
import { failure } from '../../domain/failures.ts'
import { type Assets, answerAsset } from '../assets.ts'
import { answerFailure } from '../envelope.ts'

const doorWorker = 'desk-door-worker.js'

/** It asks the office for nothing. */
export function isPageAsset(path: string): boolean {
  return path.startsWith('/pages/')
}

/** The pages' icon and scripts, from `web/public/pages/`. A browser asks each time whether they changed. */
export function pageAssets(assets: Assets): Hono {
  const routes = new Hono()
  routes.use('/pages/*', etag())

  routes.get(`/pages/scripts/${doorWorker}`, async (c) => {
    dress(c)
    // It stands above its own folder, and asks for what the door's pages ask for.
    c.header('Service-Worker-Allowed', '/desk/door')
    c.header('Content-Security-Policy', "default-src 'none'; script-src 'self'; connect-src 'self'")
    return (await answerAsset(c, assets, `pages/scripts/${doorWorker}`)) ?? answerNone(c)
  })

  routes.get('/pages/:file{(?:scripts/)?[\\w-]+\\.(?:js|svg)}', async (c) => {
    dress(c)
    return (await answerAsset(c, assets, `pages/${c.req.param('file')}`)) ?? answerNone(c)
  })
  return routes
}

/** Compressed on its way where the browser can read that. */
function dress(c: Context): void {
  c.header('Cache-Control', 'public, no-cache')
  c.header('Vary', 'Accept-Encoding')
  if (/\bgzip\b/.test(c.req.header('accept-encoding') ?? '')) c.header('Content-Encoding', 'gzip')
}

function answerNone(c: Context): Response {
  return answerFailure(failure('route_not_found', { path: c.req.path }), 500)
}
