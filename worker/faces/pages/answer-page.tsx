import type { Context } from 'hono'
import { html } from 'hono/html'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { type Failure, failureTable } from '../../domain/failures.ts'
import { metrics } from '../../metrics.ts'
import { failureHeaders } from '../failure-headers.ts'
import type { Visited } from '../visited.ts'
import { StylesContext } from './styles.ts'

/** Everything comes from here, and nothing is written into a page but marks and its own styles. Posters may lie elsewhere. */
const policies = [
  "default-src 'none'",
  "script-src 'self'",
  "img-src 'self' data: https:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
]

export interface PageOptions {
  /** What the page tells went wrong. */
  readonly failure?: Failure | undefined
  /**
   * The address is a secret: it is told to nobody. A browser then names no origin with the forms of such a page, which the
   * others' need to.
   */
  readonly isSecret?: boolean
}

/** Answers a whole page, compressed on its way where the browser can read that. */
export async function answerPage(
  c: Context<Visited>,
  page: JSX.Element,
  options: PageOptions = {},
): Promise<Response> {
  const { failure, isSecret = false } = options
  if (failure !== undefined) {
    metrics.refusals.add({ code: failure.code })
    for (const [name, value] of Object.entries(failureHeaders([failure]))) c.header(name, value)
  }
  const styles = await c.get('styles')()
  c.header('Content-Security-Policy', [...policies, styles.policy].join('; '))
  c.header('Referrer-Policy', isSecret ? 'no-referrer' : 'same-origin')
  if (isSecret) c.header('X-Robots-Tag', 'noindex')
  c.header('Vary', 'Accept, Accept-Encoding')
  if (/\bgzip\b/.test(c.req.header('accept-encoding') ?? '')) c.header('Content-Encoding', 'gzip')
  const dressed = <StylesContext.Provider value={styles}>{page}</StylesContext.Provider>
  return c.html(
    html`<!doctype html>${dressed}`,
    failure === undefined ? 200 : failureTable[failure.code].http,
  )
}
