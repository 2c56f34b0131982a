import type { TicketView } from '../../domain/ticket-schemas.ts'
import { Layout } from './layout.tsx'
import type { SeenShowing } from './read-showing.ts'
import { titleOf } from './showing-page.tsx'
import { TicketCard, type TicketProps } from './ticket-card.tsx'

interface Props extends TicketProps {
  readonly seen: SeenShowing
  readonly status: TicketView['status']
}

const notes: Readonly<Record<TicketView['status'], { readonly kind: string; readonly words: string }>> = {
  valid: { kind: 'good', words: 'Show this ticket at the door. It lets one person in, once.' },
  admitted: { kind: 'warn', words: 'This ticket was used: somebody came in with it.' },
  expired: { kind: 'bad', words: 'This evening is over.' },
}

/** One ticket, for a friend: it opens nothing else. */
export function TicketPage({ status, ...ticket }: Props) {
  const { seen, seat } = ticket
  const { kind, words } = notes[status]
  return (
    <Layout title={`Seat ${seat}, ${titleOf(seen)}`} venue={seen.venue.name} styles={['tickets']} isPrivate>
      <h1>Your ticket</h1>
      <p class={`note ${kind}`} role="status">
        {words}
      </p>
      <ul class="tickets few">
        <li>
          <TicketCard {...ticket} />
        </li>
      </ul>
    </Layout>
  )
}
