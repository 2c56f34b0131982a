import { type SQL, sql } from 'drizzle-orm'
import { asJson } from './as-json.ts'
import { inAnyPeriod } from './periods.ts'

/** Whether a buyer has the name, exactly as it is given. The index knows names whichever way their letters are written. */
export function isNamed(name: string): SQL {
  const given = asJson(name)
  return sql`${sql.raw(inAnyPeriod)} AND name COLLATE NOCASE = ${given} ->> '$' AND name = ${given} ->> '$'`
}
