import type { Context } from 'hono'

/** What a form brings; none of the desk's brings files. */
export async function readForm(c: Context): Promise<URLSearchParams> {
  return new URLSearchParams(await c.req.text())
}
