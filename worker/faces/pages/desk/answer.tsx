import type { Context } from 'hono'
import type { JSX } from 'hono/jsx/jsx-runtime'
import type { Operation } from '../../../domain/access.ts'
import { closedTo } from '../../../domain/access.ts'
import { type Failure, failure, failureTable } from '../../../domain/failures.ts'
import type { Result } from '../../../domain/result.ts'
import type { Visited } from '../../visited.ts'
import { answerPage } from '../answer-page.tsx'
import { type DeskProps, DeskLayout } from './layout.tsx'

/**
 * Answers what was read as a page of the desk, or says why there is none. `refused` is what a form came to: it is told first, by the
 * page that the form is on where there is one.
 */
export async function answerDesk<T>(
  c: Context<Visited>,
  read: Promise<Result<T>> | Result<T>,
  render: (value: T, desk: DeskProps) => JSX.Element,
  refused?: Failure,
): Promise<Response> {
  const [value, desk] = await Promise.all([read, deskOf(c)])
  if (!value.ok) return answerDeskFailure(c, refused ?? value.failure)
  c.header('X-Robots-Tag', 'noindex')
  return answerPage(c, render(value.value, desk), { failure: refused })
}

/** A page that only some roles have the use of. */
export function refusedRole(c: Context<Visited>, operation: Operation): Failure | undefined {
  const { role } = c.get('caller')
  const closed = closedTo(role).find((one) => one.operation === operation)
  if (closed === undefined || role === undefined) return undefined
  return failure('role_forbidden', { role, roles: [...closed.roles] })
}

export async function answerDeskFailure(c: Context<Visited>, refused: Failure): Promise<Response> {
  const { http: status, retry } = failureTable[refused.code]
  const title = status === 404 ? 'There is no such thing' : 'That did not work'
  return answerPage(
    c,
    <DeskLayout title={title} {...await deskOf(c)}>
      <h1>{title}</h1>
      <p class="note bad" role="alert" data-code={refused.code}>
        {refused.message}
      </p>
      {retry && <p>It may work in a moment: load the page again.</p>}
      <p>
        <a href="/desk">Back to the week</a>
      </p>
    </DeskLayout>,
    { failure: refused },
  )
}

/** The name over the page is not worth failing for. */
async function deskOf(c: Context<Visited>): Promise<DeskProps> {
  const venue = await c
    .get('office')
    .programme.seeVenue()
    .catch(() => undefined)
  const { name, zone } = venue?.ok === true ? venue.value : { name: 'Marquee', zone: 'UTC' }
  return { venue: name, zone, role: c.get('caller').role ?? 'door' }
}
