import type { Client } from '@libsql/client/http'
import { movieColumns } from '../programme/movies.ts'
import { screenColumns } from '../programme/screens.ts'
import { showingColumns } from '../programme/showings.ts'
import { venueColumns } from '../programme/venue.ts'
import { staffKeyColumns } from '../staff-keys.ts'
import { endpointColumns } from '../webhook-endpoints.ts'
import { jsonObject } from './entry.ts'

/** A row of the programme as the history would tell of it: what it is, and its facts as JSON. */
export interface ProgrammeRow {
  readonly subject: string
  readonly facts: string
}

const planColumns = { screen: 'screen_id', version: 'version', source: 'source' }

/** Subjects are named alike by `worker/history/verify-programme.ts`. */
const statements = [
  `SELECT 'venue' AS subject, ${jsonObject(venueColumns)} AS facts FROM venue`,
  `SELECT 'screen ' || id AS subject, ${jsonObject(screenColumns)} AS facts FROM screens`,
  `SELECT 'plan ' || screen_id || ' ' || version AS subject, ${jsonObject(planColumns)} AS facts FROM seat_plans`,
  `SELECT 'movie ' || id AS subject, ${jsonObject(movieColumns)} AS facts FROM movies`,
  `SELECT 'showing ' || id AS subject, ${jsonObject(showingColumns)} AS facts FROM showings`,
  `SELECT 'key ' || id AS subject, ${jsonObject(staffKeyColumns)} AS facts FROM staff_keys`,
  `SELECT 'webhook ' || id AS subject, ${jsonObject(endpointColumns)} AS facts FROM webhook_endpoints`,
  `SELECT 'blocked seats of ' || showing_id AS subject, json_group_array(seat) AS facts
    FROM (SELECT showing_id, seat FROM blocked_seats ORDER BY showing_id, seat) GROUP BY showing_id`,
]

const pageRows = 2_000
const decoder = new TextDecoder()

export async function* programmeRows(client: Client): AsyncGenerator<ProgrammeRow> {
  for (const statement of statements) {
    const sql = `SELECT CAST(subject AS BLOB) AS subject, CAST(facts AS BLOB) AS facts
      FROM (${statement}) ORDER BY 1 LIMIT ${pageRows} OFFSET ?`
    for (let offset = 0; ; offset += pageRows) {
      const { rows } = await client.execute({ sql, args: [offset] })
      for (const { subject, facts } of rows) yield { subject: textIn(subject), facts: textIn(facts) }
      if (rows.length < pageRows) break
    }
  }
}

function textIn(value: unknown): string {
  return value instanceof ArrayBuffer ? decoder.decode(value) : ''
}
