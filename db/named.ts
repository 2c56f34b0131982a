import { type SQL, sql } from 'drizzle-orm'
import { asJson } from './as-json.ts'

/** Whether a buyer has the name, exactly as it is given. The index knows names whichever way their letters are written. */
export function isNamed(name: string): SQL {
  const given = asJson(name)
  return sql`name COLLATE NOCASE = ${given} ->> '$' AND name = ${given} ->> '$'`
}
