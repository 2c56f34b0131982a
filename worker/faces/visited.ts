import type { Caller } from '../domain/caller.ts'
import type { Office } from '../office/office.ts'
import type { Origin } from './address.ts'
import type { Styles } from './pages/styles.ts'

/** What the app has put into the context of a request before a face has it. */
export interface Visited {
  Variables: {
    /** Who asks, and how he came. */
    from: Origin
    office: Office
    /** Whose office it is: a page shows what he may do. */
    caller: Caller
    /** In the answer, and in the log. */
    requestId: string
    /** What pages are dressed in. */
    styles: () => Promise<Styles>
  }
}
