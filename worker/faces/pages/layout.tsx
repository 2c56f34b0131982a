import { raw } from 'hono/html'
import { type Child, useContext } from 'hono/jsx'
import { type StyleName, StylesContext } from './styles.ts'

export interface LayoutProps {
  readonly title: string
  readonly venue: string
  /** Modules of `web/pages/`, by name: the page works without them. */
  readonly scripts?: readonly string[]
  /** Beside the house's own. */
  readonly styles?: readonly StyleName[]
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
        {(['marquee', ...styles] as const).map((name) => (
          <Style name={name} />
        ))}
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

/** Word by word: the page's policy names it by its hash. */
function Style({ name }: { name: StyleName }) {
  return <style>{raw(useContext(StylesContext).texts.get(name) ?? '')}</style>
}
