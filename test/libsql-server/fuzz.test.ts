import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wholeTransaction } from './setup/batch.ts'
import { testServer } from './setup/server.ts'

const sqlPiece = fc.constantFrom(
  'SELECT',
  '1',
  '?',
  ':a',
  '?2',
  '*',
  'FROM',
  't',
  ';',
  '(',
  ')',
  'BEGIN',
  'IMMEDIATE',
  'COMMIT',
  'ROLLBACK',
  'INSERT INTO t VALUES',
  '(1, 2)',
  'RETURNING *',
  'DELETE',
  "'",
  '"',
  '--',
  '/*',
  '*/',
  'CREATE TRIGGER',
  'END',
  'WITH',
  'AS',
  'PRAGMA',
  'foreign_keys',
  '=',
  'EXPLAIN',
  'SAVEPOINT a',
  'RELEASE a',
  'VALUES',
  'x',
  "x'00'",
  '\n',
  ',',
  'NULL',
  'VACUUM',
  'json_each(?)',
  '[',
  '$a::b(c)',
  '?0',
  '?99999',
)
const sql = fc.oneof(
  fc.string(),
  fc.array(sqlPiece, { maxLength: 8 }).map((pieces) => pieces.join(' ')),
)
const value = fc.oneof(
  fc.constant({ type: 'null' }),
  fc.record({
    type: fc.constant('integer'),
    value: fc.oneof(
      fc.bigInt().map(String),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
    ),
  }),
  fc.record({ type: fc.constant('float'), value: fc.double() }),
  fc.record({ type: fc.constant('text'), value: fc.string({ unit: 'binary' }) }),
  fc.record({ type: fc.constant('blob'), base64: fc.base64String() }),
  fc.jsonValue(),
)
const stmt = fc.record(
  {
    sql,
    sql_id: fc.integer({ min: -2, max: 2 }),
    args: fc.array(value, { maxLength: 3 }),
    named_args: fc.array(fc.record({ name: fc.constantFrom('a', ':a', '$a::b(c)', '__proto__'), value }), {
      maxLength: 2,
    }),
    want_rows: fc.boolean(),
  },
  { requiredKeys: [] },
)
const request = fc.oneof(
  fc.record({ type: fc.constant('execute'), stmt }),
  fc.record({
    type: fc.constant('batch'),
    batch: fc.record({ steps: fc.array(fc.record({ stmt }), { maxLength: 4 }) }),
  }),
  fc.array(stmt, { maxLength: 3 }).map((stmts) => wholeTransaction(stmts)),
  fc.record({
    type: fc.constantFrom('sequence', 'describe', 'close', 'get_autocommit', 'store_sql', 'close_sql', 'x'),
    sql,
    sql_id: fc.integer({ min: -2, max: 2 }),
  }),
  fc.record({ type: fc.constantFrom('sequence', 'describe'), sql }),
  fc.jsonValue(),
)
const body = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .record({ requests: fc.array(request, { maxLength: 5 }) })
      .map((json) => JSON.stringify(json)),
  },
  fc.json(),
  fc.string(),
)

describe('whatever is sent', () => {
  it('gets an answer in JSON, and the server goes on', async () => {
    await using server = await testServer({ transactionMsMax: 5, streamIdleMsMax: 5, writeLockWaitMsMax: 50 })
    await server.client().execute('CREATE TABLE t (a, b)')
    const answersJson = fc.asyncProperty(body, async (sent) => {
      const answered = { status: 200, json: expect.objectContaining({ results: expect.any(Array) }) }
      const refused = { status: 400, json: expect.objectContaining({ code: expect.any(String) }) }
      expect([answered, refused]).toContainEqual(await server.post(sent))
    })
    await fc.assert(answersJson, { numRuns: 1_500 })
    expect((await server.client().execute('SELECT 1 AS one')).rows[0]?.['one']).toBe(1)
  }, 60_000)
})
