import type { Client } from '@libsql/client/http'
import Database from 'libsql'
import { describe, expect, it } from 'vitest'
import { type Statement, batch, beginAlone } from './setup/batch.ts'
import { gather } from './setup/gather.ts'
import { type TestServer, testServer } from './setup/server.ts'
import { commitsIn } from './setup/wal.ts'

const constraint = expect.stringMatching(/^SQLITE_CONSTRAINT/)

/** Sends them so that they wait for the write lock together. */
async function together(server: TestServer, batches: readonly (readonly Statement[])[]): Promise<unknown[]> {
  const sent = await gather(server, () => batches.map((statements) => server.post(batch(statements))))
  return (await Promise.all(sent)).map(({ json }) => json)
}

async function alone(server: TestServer, statements: readonly Statement[]): Promise<unknown> {
  return (await server.post(batch(statements, beginAlone))).json
}

async function values(server: TestServer, sql: string): Promise<unknown[]> {
  return (await server.client().execute(sql)).rows.map((row) => row[0])
}

async function interact(client: Client): Promise<void> {
  const transaction = await client.transaction('write')
  await transaction.execute('INSERT INTO t VALUES (1)')
  await transaction.commit()
}

describe('transactions that wait together', () => {
  it('share commits, no more of them than the limit allows', async () => {
    await using server = await testServer({ openStreamsMax: 13, groupSizeMax: 4 })
    await server.client().execute('CREATE TABLE t (n)')
    const before = await commitsIn(server.file)
    await together(
      server,
      Array.from({ length: 12 }, (_, n) => [['INSERT INTO t VALUES (?)', [n]]]),
    )
    expect(await values(server, 'SELECT count(*) FROM t')).toEqual([12])
    expect((await commitsIn(server.file)) - before).toBe(3)
  })

  it('share none where the first lasts too long', async () => {
    await using server = await testServer({ openStreamsMax: 4, groupMsMax: 0.001 })
    await server.client().execute('CREATE TABLE t (n)')
    const before = await commitsIn(server.file)
    await together(
      server,
      Array.from({ length: 3 }, (_, n) => [['INSERT INTO t VALUES (?)', [n]]]),
    )
    expect((await commitsIn(server.file)) - before).toBe(3)
  })

  it('fail each on its own, with all that they wrote', async () => {
    await using server = await testServer({ openStreamsMax: 41 })
    const client = server.client({ concurrency: 40 })
    await client.execute('CREATE TABLE t (id INTEGER PRIMARY KEY, who)')
    const insert = 'INSERT INTO t VALUES (?, ?)'
    const sent = await gather(server, () =>
      Array.from({ length: 40 }, (_, who) => {
        const id = who * 2
        const clash = who % 3 === 0 ? id : id + 1
        return client.batch(
          [
            [insert, [id, who]],
            [insert, [clash, who]],
          ],
          'write',
        )
      }),
    )
    const done = { status: 'fulfilled' }
    const clashed = { status: 'rejected', reason: { statementIndex: 1, code: constraint } }
    const outcomes = await Promise.allSettled(sent)
    expect(outcomes).toMatchObject(outcomes.map((_, who) => (who % 3 === 0 ? clashed : done)))
    const kept = await values(server, 'SELECT DISTINCT who FROM t ORDER BY who')
    expect(kept).toEqual(Array.from({ length: 40 }, (_, who) => who).filter((who) => who % 3 !== 0))
    expect(await values(server, 'SELECT count(*) FROM t')).toEqual([kept.length * 2])
  })

  it('see those before them, and are seen by nobody until all is committed', async () => {
    await using server = await testServer({ openStreamsMax: 6 })
    await server.client().execute('CREATE TABLE t (n)')
    const answers = await together(
      server,
      Array.from({ length: 5 }, () => ['INSERT INTO t SELECT count(*) FROM t RETURNING n']),
    )
    expect(answers).toHaveLength(5)
    expect(await values(server, 'SELECT n FROM t ORDER BY n')).toEqual([0, 1, 2, 3, 4])
  })

  it('have row ids and counts of their own', async () => {
    await using server = await testServer({ openStreamsMax: 6 })
    const client = server.client()
    await client.execute('CREATE TABLE t (id INTEGER PRIMARY KEY, n)')
    const sent = await gather(server, () =>
      [1, 2, 3, 4, 5].map((n) =>
        client.batch(
          [
            [`INSERT INTO t VALUES (?1 * 100, ?1), (?1 * 100 + 1, ?1)`, [n]],
            [`UPDATE t SET n = n WHERE n <= ?`, [n]],
            [`SELECT last_insert_rowid(), changes()`, []],
          ],
          'write',
        ),
      ),
    )
    for (const [at, [inserted, updated, asked]] of (await Promise.all(sent)).entries()) {
      const id = (at + 1) * 100 + 1
      expect(inserted).toMatchObject({ rowsAffected: 2, lastInsertRowid: BigInt(id) })
      expect(updated).toMatchObject({ rowsAffected: (at + 1) * 2 })
      expect(Object.values(asked?.rows[0] ?? {})).toEqual([id, (at + 1) * 2])
    }
  })

  it('are answered as they would be alone', async () => {
    await using server = await testServer({ openStreamsMax: 6 })
    await using other = await testServer()
    const schema = 'CREATE TABLE t (id INTEGER PRIMARY KEY, n NOT NULL)'
    for (const one of [server, other]) await one.client().execute(schema)
    const batches: Statement[][] = [
      [['INSERT INTO t VALUES (1, ?)', ['a']], 'SELECT * FROM t WHERE id = 1'],
      ['INSERT INTO t VALUES (2, 2)', 'INSERT INTO t VALUES (3, NULL)', 'SELECT 1'],
      ['SELECT * FROM t WHERE id = 77'],
      [],
      [['INSERT INTO t VALUES (4, ?)', []]],
    ]
    const expected = []
    for (const statements of batches) expected.push(await alone(other, statements))
    expect(await together(server, batches)).toEqual(expected)
  })

  it.each([
    ['a deferred foreign key', ['INSERT INTO child VALUES (77)']],
    [
      'a conflict that rolls back',
      ['INSERT INTO t (rowid, n) VALUES (9, 1)', 'INSERT OR ROLLBACK INTO t VALUES (1)'],
    ],
    ['too large a result of what it writes', ['INSERT INTO t SELECT value FROM rows RETURNING n']],
  ] as const)('are not undone by %s of another', async (_, statements) => {
    await using server = await testServer({ openStreamsMax: 4, responseBytesMax: 5_000 })
    const schema = `CREATE TABLE t (n PRIMARY KEY); CREATE TABLE parent (id INTEGER PRIMARY KEY);
      CREATE TABLE child (parent REFERENCES parent DEFERRABLE INITIALLY DEFERRED);
      CREATE TABLE rows AS WITH RECURSIVE r(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM r LIMIT 1000)
        SELECT value FROM r`
    await server.client().executeMultiple(schema)
    // Most of what the pipeline may answer: running it again must not count it twice.
    const large = "INSERT INTO t VALUES ('before') RETURNING printf('%.*c', 4000, 'x')"
    const [before, failing, after] = await together(server, [
      [large],
      statements,
      ["INSERT INTO t VALUES ('after')"],
    ])
    const done = {
      results: [{ type: 'ok', response: { result: { step_errors: [null, null, null, null] } } }, {}],
    }
    expect(before).toMatchObject(done)
    expect(after).toMatchObject(done)
    expect(failing).toEqual(await alone(server, statements))
    expect(await values(server, 'SELECT n FROM t ORDER BY n')).toEqual(['after', 'before'])
    expect(await values(server, 'SELECT count(*) FROM child')).toEqual([0])
  })
})

describe('a transaction that waits for others', () => {
  it('is refused at once where too many wait', async () => {
    await using server = await testServer({ openStreamsMax: 4, waitingWritersMax: 2 })
    const client = server.client()
    await client.execute('CREATE TABLE t (n)')
    const holder = await client.transaction('write')
    await holder.execute('SELECT 1')
    const sent = [1, 2, 3].map((n) => client.batch([['INSERT INTO t VALUES (?)', [n]]], 'write'))
    await expect(Promise.race(sent)).rejects.toMatchObject({
      code: 'SQLITE_BUSY',
      message: expect.stringContaining('too many writers wait already; try again'),
    })
    await holder.commit()
    const statuses = (await Promise.allSettled(sent)).map(({ status }) => status)
    expect(statuses.sort()).toEqual(['fulfilled', 'fulfilled', 'rejected'])
  })

  it('is told as if it were alone that the lock is not to be had', async () => {
    await using server = await testServer({ writeLockWaitMsMax: 30 })
    await server.client().execute('CREATE TABLE t (n)')
    const shell = new Database(server.file)
    shell.exec('BEGIN IMMEDIATE')
    const statements = ['INSERT INTO t VALUES (1)', 'SELECT 1']
    const answers = await Promise.all([1, 2, 3].map(() => server.post(batch(statements))))
    const expected = await alone(server, statements)
    expect(expected).toMatchObject({
      results: [
        { response: { result: { step_errors: [{ code: 'SQLITE_BUSY' }, null, null, null, {}] } } },
        {},
      ],
    })
    for (const { json } of answers) expect(json).toEqual(expected)
    shell.exec('ROLLBACK')
    await server.client().batch(statements, 'write')
    expect(await values(server, 'SELECT count(*) FROM t')).toEqual([1])
    shell.close()
  })

  it('is left out where its client has hung up', async () => {
    await using server = await testServer({ openStreamsMax: 3 })
    const client = server.client()
    await client.execute('CREATE TABLE t (n)')
    const caller = new AbortController()
    const impatient = server.client({
      fetch: (request: Request) => fetch(request, { signal: caller.signal }),
    })
    const holder = await client.transaction('write')
    await holder.execute('SELECT 1')
    const patient = client.batch(['INSERT INTO t VALUES (1)'], 'write')
    const given = impatient.batch(['INSERT INTO t VALUES (2)'], 'write')
    const another = { requests: [{ type: 'close' }] }
    await expect.poll(() => server.post(another)).toMatchObject({ status: 503 })
    caller.abort()
    await expect(given).rejects.toThrow('aborted')
    await expect.poll(() => server.post(another)).toMatchObject({ status: 200 })
    await holder.commit()
    await patient
    expect(await values(server, 'SELECT n FROM t')).toEqual([1])
  })

  it('is told that it was given up where the server closes', async () => {
    await using server = await testServer({ openStreamsMax: 4 })
    const client = server.client()
    await client.execute('CREATE TABLE t (n)')
    const shell = new Database(server.file)
    shell.exec('BEGIN IMMEDIATE')
    const sent = [1, 2, 3, 4].map((n) => client.batch([['INSERT INTO t VALUES (?)', [n]]], 'write'))
    const settled = Promise.allSettled(sent)
    await expect.poll(() => server.post({ requests: [{ type: 'close' }] })).toMatchObject({ status: 503 })
    const restarted = server.restart()
    for (const outcome of await settled) expect(outcome).toMatchObject({ status: 'rejected' })
    shell.exec('ROLLBACK')
    shell.close()
    await restarted
    await server.client().batch(['INSERT INTO t VALUES (5)'], 'write')
    expect(await values(server, 'SELECT n FROM t')).toEqual([5])
  })

  it('shares the lock with all others', async () => {
    await using server = await testServer()
    const client = server.client({ concurrency: 64 })
    await client.execute('CREATE TABLE t (n)')
    const writes = Array.from({ length: 60 }, (_, n) => {
      if (n % 3 === 0) return client.execute('INSERT INTO t VALUES (1)')
      if (n % 3 === 1) return client.batch(['INSERT INTO t VALUES (1)'], 'write')
      return interact(client)
    })
    await Promise.all(writes)
    expect(await values(server, 'SELECT sum(n) FROM t')).toEqual([60])
  })
})
