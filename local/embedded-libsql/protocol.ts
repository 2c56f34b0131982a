import * as z from 'zod'

/** Hrana over HTTP, JSON, as libSQL's own server speaks it: its HRANA_2_SPEC and HRANA_3_SPEC. */

const value = z.discriminatedUnion('type', [
  z.object({ type: z.literal('null') }),
  z.object({ type: z.literal('integer'), value: z.string().regex(/^-?\d{1,19}$/) }),
  z.object({ type: z.literal('float'), value: z.number() }),
  z.object({ type: z.literal('text'), value: z.string() }),
  z.object({ type: z.literal('blob'), base64: z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/) }),
])

const sqlSource = {
  sql: z.string().nullish(),
  sql_id: z.int().nullish(),
}

const statement = z.object({
  ...sqlSource,
  args: z.array(value).nullish(),
  named_args: z.array(z.object({ name: z.string().min(1), value })).nullish(),
  want_rows: z.boolean().nullish(),
})

const condition = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ok'), step: z.int().min(0) }),
  z.object({ type: z.literal('error'), step: z.int().min(0) }),
  z.object({
    type: z.literal('not'),
    get cond() {
      return condition
    },
  }),
  z.object({
    type: z.literal('and'),
    get conds() {
      return z.array(condition)
    },
  }),
  z.object({
    type: z.literal('or'),
    get conds() {
      return z.array(condition)
    },
  }),
  z.object({ type: z.literal('is_autocommit') }),
])

const step = z.object({ condition: condition.nullish(), stmt: statement })

const request = z.discriminatedUnion('type', [
  z.object({ type: z.literal('execute'), stmt: statement }),
  z.object({ type: z.literal('batch'), batch: z.object({ steps: z.array(step) }) }),
  z.object({ type: z.literal('sequence'), ...sqlSource }),
  z.object({ type: z.literal('describe'), ...sqlSource }),
  z.object({ type: z.literal('store_sql'), sql_id: z.int(), sql: z.string() }),
  z.object({ type: z.literal('close_sql'), sql_id: z.int() }),
  z.object({ type: z.literal('get_autocommit') }),
  z.object({ type: z.literal('close') }),
])

export const pipelineRequest = z.object({ baton: z.string().nullish(), requests: z.array(request) })

export type WireValue = z.output<typeof value>
export type WireStatement = z.output<typeof statement>
export type WireCondition = z.output<typeof condition>
export type WireBatch = { readonly steps: readonly z.output<typeof step>[] }
export type WireRequest = z.output<typeof request>
export type SqlSource = Pick<WireStatement, 'sql' | 'sql_id'>

export interface WireError {
  readonly message: string
  readonly code: string
}

export interface StatementResult {
  readonly cols: readonly { readonly name: string; readonly decltype: string | null }[]
  readonly rows: readonly (readonly WireValue[])[]
  readonly affected_row_count: number
  readonly last_insert_rowid: string | null
}

export type StreamResult =
  | { readonly type: 'ok'; readonly response: { readonly type: WireRequest['type'] } & object }
  | { readonly type: 'error'; readonly error: WireError }
