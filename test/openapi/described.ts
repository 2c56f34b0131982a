import type { JsonObject } from './json.ts'

/** An operation as the document has it, before its examples are put in. */
export interface Described {
  readonly method: string
  readonly path: string
  readonly id: string
  readonly tag: string
  readonly summary: string
  readonly description?: string | undefined
  /** Asked with a staff key. */
  readonly isForStaff?: boolean
  readonly parameters: readonly JsonObject[]
  /** By media type. */
  readonly bodies?: Readonly<Record<string, JsonObject>>
  /** By status; each has its content by media type. */
  readonly responses: JsonObject
}
