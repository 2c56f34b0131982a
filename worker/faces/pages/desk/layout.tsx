import type { Child } from 'hono/jsx'
import { rolesFor } from '../../../domain/access.ts'
import type { Role } from '../../../domain/caller.ts'
import { Layout } from '../layout.tsx'

/** What every page of the desk needs to know. */
export interface DeskProps {
  readonly venue: string
  /** IANA: the venue's time is the desk's. */
  readonly zone: string
  readonly role: Role
}

interface DeskLayoutProps extends DeskProps {
  readonly title: string
  /** Where in the menu this is. */
  readonly at?: string
  readonly scripts?: readonly string[]
  readonly children: Child
}

const menu = [
  { path: '/desk', text: 'Week' },
  { path: '/desk/door', text: 'Door' },
  { path: '/desk/search', text: 'Search' },
  { path: '/desk/expired', text: 'Expired' },
  { path: '/desk/programme', text: 'Programme', operation: 'addShowing' },
  { path: '/desk/keys', text: 'Keys', operation: 'listKeys' },
] as const

export function DeskLayout({ title, venue, role, at, scripts = [], children }: DeskLayoutProps) {
  return (
    <Layout
      title={title}
      venue={venue}
      styles={['room', 'desk']}
      scripts={['once', ...scripts]}
      isPrivate
      nav={
        <nav class="desk-menu" aria-label="Desk">
          {menu
            .filter((item) => !('operation' in item) || rolesFor(item.operation)?.includes(role))
            .map(({ path, text }) => (
              <a href={path} aria-current={path === at ? 'page' : undefined}>
                {text}
              </a>
            ))}
          <form method="post" action="/desk/sign-out">
            <span class="facts">{role}</span>{' '}
            <button type="submit" class="plain">
              Sign out
            </button>
          </form>
        </nav>
      }
    >
      {children}
    </Layout>
  )
}
