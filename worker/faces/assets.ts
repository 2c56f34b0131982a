import type { Context } from 'hono'
import { getMimeType } from 'hono/utils/mime'

/** Static files by their path: Cloudflare's own, or a folder by workerd, which knows no types of them. */
export type Assets = Pick<Fetcher, 'fetch'>

/** A file of `web/public/`; undefined where there is none. What lies there compressed travels so. */
export async function answerAsset(c: Context, assets: Assets, file: string): Promise<Response | undefined> {
  const { ok, body } = await assets.fetch(new URL(`/${file}`, c.req.url))
  if (!ok || body === null) return undefined
  c.header('Content-Type', getMimeType(file.replace(/\.gz$/, '')) ?? 'application/octet-stream')
  if (!file.endsWith('.gz')) return c.body(body)
  c.header('Vary', 'Accept-Encoding')
  if (!/\bgzip\b/.test(c.req.header('accept-encoding') ?? '')) {
    return c.body(body.pipeThrough(new DecompressionStream('gzip')))
  }
  c.header('Content-Encoding', 'gzip')
  return new Response(body, { headers: c.res.headers, encodeBody: 'manual' })
}
