import type { Office } from '../office/office.ts'

/** What the app has put into the context of a request before a face has it. */
export interface Visited {
  Variables: {
    office: Office
    /** In the answer, and in the log. */
    requestId: string
  }
}
