import type { Failure } from '../../domain/failures.ts'
import { Layout } from './layout.tsx'
import type { SeenShowing } from './read-showing.ts'
import { ShowingHead } from './showing-page.tsx'

/** The seats are nobody's any more, or somebody else's. */
export function HoldOverPage({ seen, failure }: { seen: SeenShowing; failure: Failure }) {
  return (
    <Layout title="Your time is up" venue={seen.venue.name} isPrivate>
      <ShowingHead seen={seen} />
      <p class="note warn" role="alert" data-code={failure.code}>
        {failure.code === 'hold_expired'
          ? 'The time for these seats has run out, and they may be somebody else’s now. Nothing was booked.'
          : 'These seats are not kept for you any more. Nothing was booked here.'}
      </p>
      <p>
        <a class="button" href={`/showings/${seen.showing.id}`}>
          Choose seats again
        </a>
      </p>
    </Layout>
  )
}
