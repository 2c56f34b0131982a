import { rolesFor } from '../../../../domain/access.ts'
import type { Role } from '../../../../domain/caller.ts'

interface OnOrOffProps {
  readonly role: Role
  readonly showing: string
  readonly isOff: boolean
}

/** Takes a showing off the programme, or back to it. */
export function OnOrOff({ role, showing, isOff }: OnOrOffProps) {
  if (rolesFor('cancelShowing')?.includes(role) !== true) return null
  return (
    <section aria-labelledby="on-or-off">
      <h2 id="on-or-off">{isOff ? 'Reopen this showing' : 'Cancel this showing'}</h2>
      {isOff ? (
        <form method="post" action={`/desk/showings/${showing}/reopen`}>
          <button type="submit" class="quiet">
            Reopen it
          </button>
        </form>
      ) : (
        <details>
          <summary>Nothing more will be sold. Its bookings stay, to be moved or cancelled.</summary>
          <form method="post" action={`/desk/showings/${showing}/cancel`}>
            <button type="submit" class="danger">
              Cancel the showing
            </button>
          </form>
        </details>
      )}
    </section>
  )
}
