import type { Office } from '../../office/office.ts'

/** What procedures stand on. The client's build cuts this out of the published types. */
export interface RpcContext {
  readonly office: Office
}
