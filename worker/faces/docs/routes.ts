import { type Context, Hono } from 'hono'
import { etag } from 'hono/etag'
import { failure } from '../../domain/failures.ts'
import { type Assets, answerAsset } from '../assets.ts'
import { answerFailure } from '../envelope.ts'

interface Page {
  readonly file: string
  readonly cacheControl: string
}

const revalidated = 'public, no-cache'

/** The reference, of which nothing comes from elsewhere. Its reader is `@scalar/api-reference`, as its authors built it. */
const pages: readonly (readonly [path: string, page: Page])[] = [
  ['/openapi.json', { file: 'openapi.json', cacheControl: revalidated }],
  ['/docs', { file: 'docs/index.html', cacheControl: revalidated }],
  ['/docs/start.js', { file: 'docs/start.js', cacheControl: revalidated }],
  ['/docs/scalar.js', { file: 'docs/scalar.js.gz', cacheControl: 'public, max-age=3600' }],
]

/** Scalar writes styles into its page, and shows its icons as data. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export function docsRoutes(assets: Assets): Hono {
  const routes = new Hono()
  for (const [path, { file, cacheControl }] of pages) {
    routes.get(path, etag(), async (c) => {
      c.header('Cache-Control', cacheControl)
      if (file.endsWith('.html')) c.header('Content-Security-Policy', contentSecurityPolicy)
      return (await answerAsset(c, assets, file)) ?? refuse(c)
    })
    routes.all(path, () => answerFailure(failure('method_not_allowed', { allowed: ['GET'] }), 500))
  }
  return routes
}

function refuse(c: Context): Response {
  return answerFailure(failure('route_not_found', { path: c.req.path }), 500)
}
