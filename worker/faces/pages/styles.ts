import { createContext } from 'hono/jsx'

/** Of `web/public/pages/`. */
export const styleNames = ['marquee', 'room', 'seats', 'tickets', 'desk'] as const

export type StyleName = (typeof styleNames)[number]

/** What pages are dressed in: each bears its styles in itself, as to ask for them is a round trip before it is seen. */
export interface Styles {
  readonly texts: ReadonlyMap<StyleName, string>
  /** Names these styles, and no others, to a browser. */
  readonly policy: string
}

export const noStyles: Styles = { texts: new Map(), policy: "style-src 'none'" }

export const StylesContext = createContext(noStyles)
