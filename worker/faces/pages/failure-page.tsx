import type { Context } from 'hono'
import { type Failure, failureTable } from '../../domain/failures.ts'
import { metrics } from '../../metrics.ts'
import { failureHeaders } from '../failure-headers.ts'
import { answerPage } from './answer-page.ts'
import { Layout } from './layout.tsx'

/** Says in words what went wrong, and leads back. It asks nobody for anything: what is away may be the database. */
export function answerFailurePage(c: Context, failure: Failure): Response | Promise<Response> {
  metrics.refusals.add({ code: failure.code })
  for (const [name, value] of Object.entries(failureHeaders([failure]))) c.header(name, value)
  const { http, retry } = failureTable[failure.code]
  const title = failure.code === 'route_not_found' ? 'There is no such page' : 'That did not work'
  return answerPage(
    c,
    <Layout title={title} venue="Marquee" isPrivate>
      <h1>{title}</h1>
      <p class="note bad" role="alert">
        {failure.message}
      </p>
      {retry && <p>What you asked for may work in a moment: load the page again.</p>}
      <p>
        <a href="/">See what is on</a>
      </p>
    </Layout>,
    { status: http },
  )
}
