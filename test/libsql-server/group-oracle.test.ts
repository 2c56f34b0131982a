import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Statement, batch, beginAlone } from './setup/batch.ts'
import { type TestServer, testServer } from './setup/server.ts'

const ids = fc.integer({ min: 0, max: 3 })
const word = fc.constantFrom('a', 'b', null)

/** Everything is about rows of its own owner, so the batches of several do not depend on each other. */
const statement = fc.oneof(
  fc.record({ sql: fc.constant('INSERT INTO t VALUES (?1 * 10 + ?2, ?1, ?3)'), id: ids, word }),
  fc.record({ sql: fc.constant('INSERT INTO t VALUES (?1 * 10 + ?2, ?1, ?3) RETURNING *'), id: ids, word }),
  fc.record({
    sql: fc.constant('UPDATE t SET word = ?3 WHERE owner = ?1 AND id >= ?1 * 10 + ?2'),
    id: ids,
    word,
  }),
  fc.record({
    sql: fc.constant('DELETE FROM t WHERE owner = ?1 AND id = ?1 * 10 + ?2 AND ?3 IS ?3'),
    id: ids,
    word,
  }),
  fc.record({ sql: fc.constant('SELECT *, ?2, ?3 FROM t WHERE owner = ?1 ORDER BY id'), id: ids, word }),
  fc.record({ sql: fc.constant('INSERT OR ROLLBACK INTO t VALUES (?1 * 10 + ?2, ?1, ?3)'), id: ids, word }),
  fc.record({ sql: fc.constant('INSERT INTO guests VALUES (?1 * 10 + ?2, ?1 * 10 + 3, ?3)'), id: ids, word }),
  fc.record({ sql: fc.constant('SELEC ?1, ?2, ?3'), id: ids, word }),
)
const owners = fc.array(fc.array(statement, { maxLength: 4 }), { minLength: 64, maxLength: 64 })

async function server(): Promise<TestServer> {
  const started = await testServer()
  await started.client().executeMultiple(`
    CREATE TABLE t (id INTEGER PRIMARY KEY, owner, word NOT NULL);
    CREATE TABLE guests (id INTEGER PRIMARY KEY, parent REFERENCES t (id) DEFERRABLE INITIALLY DEFERRED, word)`)
  return started
}

async function rowsOf(asked: TestServer): Promise<unknown> {
  return (
    await asked.client().batch(['SELECT * FROM t ORDER BY id', 'SELECT * FROM guests ORDER BY id'])
  ).map(({ rows }) => rows.map((row) => Object.values(row)))
}

describe('sixty-four at once', () => {
  it('are answered as they would be one by one, and leave the same', async () => {
    await using crowded = await server()
    await using calm = await server()
    const same = fc.asyncProperty(owners, async (batches) => {
      const written = batches.map((statements, owner) =>
        statements.map(({ sql, id, word: text }): Statement => [sql, [owner, id, text]]),
      )
      const together = written.map((statements) => crowded.post(batch(statements)))
      const expected = []
      for (const statements of written) expected.push(await calm.post(batch(statements, beginAlone)))
      expect(await Promise.all(together)).toEqual(expected)
      expect(await rowsOf(crowded)).toEqual(await rowsOf(calm))
    })
    await fc.assert(same, { numRuns: 30 })
  }, 60_000)
})
