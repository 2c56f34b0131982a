import type { Context } from 'hono'
import { accepts } from 'hono/accepts'

/** A browser says that it would rather have a page; programs, and those that take anything, get JSON. */
export function wantsPage(c: Context): boolean {
  const type = accepts(c, {
    header: 'Accept',
    supports: ['application/json', 'text/html'],
    default: 'application/json',
  })
  return type === 'text/html'
}
