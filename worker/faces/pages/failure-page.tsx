import type { Context } from 'hono'
import { type Failure, failureTable } from '../../domain/failures.ts'
import type { Visited } from '../visited.ts'
import { answerPage } from './answer-page.tsx'
import { Layout } from './layout.tsx'

/** Says in words what went wrong, and leads back. It asks nobody for anything: what is away may be the database. */
export function answerFailurePage(c: Context<Visited>, failure: Failure): Promise<Response> {
  const { retry } = failureTable[failure.code]
  const title = failure.code === 'route_not_found' ? 'There is no such page' : 'That did not work'
  return answerPage(
    c,
    <Layout title={title} venue="Marquee" isPrivate>
      <h1>{title}</h1>
      <p class="note bad" role="alert" data-code={failure.code}>
        {failure.message}
      </p>
      {retry && <p>{sayRetry(c.req.method)}</p>}
      <p>
        <a href="/">See what is on</a>
      </p>
    </Layout>,
    { failure },
  )
}

function sayRetry(method: string): string {
  return method === 'GET'
    ? 'What you asked for may work in a moment: load the page again.'
    : 'It may work in a moment: load the page again, or go back and press again. Nothing is booked twice.'
}
