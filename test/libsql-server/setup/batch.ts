type Value = string | number | null
export type Statement = string | readonly [sql: string, args: readonly Value[]]

/** A batch as `@libsql/client` sends it; spelled in another way, it goes alone. */
export function batch(statements: readonly Statement[], begin = 'BEGIN IMMEDIATE'): object {
  return { requests: [wholeTransaction(statements.map(stmtOf), begin), { type: 'close' }] }
}

export function wholeTransaction(stmts: readonly object[], begin = 'BEGIN IMMEDIATE'): object {
  const ok = (step: number): object => ({ type: 'ok', step })
  const steps = [
    { stmt: { sql: begin, want_rows: false } },
    ...stmts.map((stmt, at) => ({ condition: ok(at), stmt })),
    { condition: ok(stmts.length), stmt: { sql: 'COMMIT', want_rows: false } },
    { condition: { type: 'not', cond: ok(stmts.length + 1) }, stmt: { sql: 'ROLLBACK', want_rows: false } },
  ]
  return { type: 'batch', batch: { steps } }
}

export const beginAlone = 'BEGIN IMMEDIATE TRANSACTION'

function stmtOf(statement: Statement): object {
  const [sql, args] = typeof statement === 'string' ? [statement, []] : statement
  return { sql, want_rows: true, args: args.map(valueOf) }
}

function valueOf(value: Value): object {
  if (value === null) return { type: 'null' }
  return typeof value === 'string' ? { type: 'text', value } : { type: 'integer', value: String(value) }
}
