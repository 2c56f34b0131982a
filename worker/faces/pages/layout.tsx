import type { Child } from 'hono/jsx'

export interface LayoutProps {
  readonly title: string
  readonly venue: string
  /** Modules of `web/pages/`, by name: the page works without them. */
  readonly scripts?: readonly string[]
  /** Beside the house's own: files of `web/public/pages/`, by name. */
  readonly styles?: readonly string[]
  /** As wide as a map of seats may need. */
  readonly isWide?: boolean
  /** Not for search engines: the address is a secret, or the page is for staff. */
  readonly isPrivate?: boolean
  /** Beside the venue's name. */
  readonly nav?: Child
  readonly children: Child
}

/** What every page has around it. */
export function Layout(props: LayoutProps) {
  const { title, venue, scripts = [], styles = [], isPrivate = false, isWide = false, nav, children } = props
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {isPrivate && <meta name="robots" content="noindex" />}
        {!isPrivate && <meta name="description" content={`${title}. Choose your seats at ${venue}.`} />}
        <title>{title === venue ? venue : `${title} · ${venue}`}</title>
        <link rel="stylesheet" href={`/pages/${['marquee', ...styles].join('+')}.css`} />
        <link rel="icon" href="/pages/icon.svg" type="image/svg+xml" />
        {scripts.map((name) => (
          <script type="module" src={`/pages/scripts/${name}.js`} />
        ))}
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to the page
        </a>
        <header class="marquee">
          <a class="venue" href="/">
            {venue}
          </a>
          {nav}
        </header>
        <main id="main" tabindex={-1} class={isWide ? 'wide' : undefined}>
          {children}
        </main>
      </body>
    </html>
  )
}
