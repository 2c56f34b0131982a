import { describe, expect, it } from 'vitest'
import { batonOf, testServer } from './setup/server.ts'

const millionRows = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
  SELECT i, 'some text that makes the row longer' AS text FROM n`

describe('a result', () => {
  it('that is too large is refused, without being collected first', async () => {
    await using server = await testServer({ responseBytesMax: 100_000 })
    const client = server.client()
    const before = process.memoryUsage().rss
    for (let i = 0; i < 5; i += 1) {
      await expect(client.execute(millionRows)).rejects.toMatchObject({ code: 'RESPONSE_TOO_LARGE' })
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024)
    expect((await client.execute(`SELECT count(*) AS n FROM (${millionRows})`)).rows[0]?.['n']).toBe(
      1_000_000,
    )
  })

  it('of few huge rows is refused at the first', async () => {
    await using server = await testServer()
    const huge = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
      SELECT printf('%.*c', 20000000, 'x') FROM n`
    const before = process.memoryUsage().rss
    await expect(server.client().execute(huge)).rejects.toMatchObject({ code: 'RESPONSE_TOO_LARGE' })
    expect(process.memoryUsage().rss - before).toBeLessThan(500 * 1024 * 1024)
  })

  it('that SQLite itself can not hold is an error, not the end of the server', async () => {
    await using server = await testServer()
    const client = server.client()
    await expect(client.execute(`SELECT printf('%.*c', 900000000, 'x')`)).rejects.toMatchObject({
      code: 'SQLITE_NOMEM',
    })
    expect((await client.execute('SELECT 1 AS one')).rows[0]?.['one']).toBe(1)
  })

  it('that is refused undoes what its statement wrote', async () => {
    await using server = await testServer({ responseBytesMax: 10_000 })
    const client = server.client()
    await client.execute('CREATE TABLE t (text)')
    const returning = `INSERT INTO t SELECT printf('%.*c', 100, 'x') FROM (${millionRows}) LIMIT 1000 RETURNING text`
    await expect(client.execute(returning)).rejects.toMatchObject({ code: 'RESPONSE_TOO_LARGE' })
    await expect(client.batch([`INSERT INTO t VALUES (1)`, returning], 'write')).rejects.toMatchObject({
      code: 'RESPONSE_TOO_LARGE',
      statementIndex: 1,
    })
    expect((await client.execute('SELECT count(*) AS n FROM t')).rows[0]?.['n']).toBe(0)
  })

  it('that is refused within a transaction leaves nothing that would run on its own', async () => {
    await using server = await testServer({ responseBytesMax: 10_000 })
    const client = server.client()
    await client.execute('CREATE TABLE t (text)')
    const transaction = await client.transaction('write')
    await transaction.execute('INSERT INTO t VALUES (1)')
    const returning = `INSERT INTO t SELECT printf('%.*c', 100, 'x') FROM (${millionRows}) LIMIT 1000 RETURNING text`
    await expect(transaction.execute(returning)).rejects.toMatchObject({ code: 'RESPONSE_TOO_LARGE' })
    await expect(transaction.execute('INSERT INTO t VALUES (2)')).rejects.toMatchObject({
      code: 'SQLITE_ABORT_ROLLBACK',
    })
    await transaction.rollback()
    expect((await client.execute('SELECT count(*) AS n FROM t')).rows[0]?.['n']).toBe(0)
  })
})

describe('a request', () => {
  it('with too large a body is refused', async () => {
    await using server = await testServer({ bodyBytesMax: 10_000 })
    const large = server.client().execute('SELECT ?', ['x'.repeat(20_000)])
    await expect(large).rejects.toMatchObject({ code: 'REQUEST_TOO_LARGE' })
    expect(await server.post('x'.repeat(1_000_000))).toMatchObject({ status: 413 })
  })

  it('with too many parts is refused', async () => {
    await using server = await testServer({
      requestsPerPipelineMax: 3,
      stepsPerBatchMax: 3,
      sqlLengthMax: 100,
      storedSqlMax: 1,
    })
    const close = { type: 'close' }
    const execute = { type: 'execute', stmt: { sql: 'SELECT 1' } }
    expect(await server.post({ requests: [execute, execute, execute, close] })).toMatchObject({ status: 400 })
    const batch = { type: 'batch', batch: { steps: Array.from({ length: 4 }, () => execute) } }
    expect(await server.post({ requests: [batch] })).toMatchObject({ status: 400 })
    const long = { type: 'execute', stmt: { sql: `SELECT '${'x'.repeat(100)}'` } }
    expect(await server.post({ requests: [long] })).toMatchObject({ status: 400 })
    const store = (id: number): object => ({ type: 'store_sql', sql_id: id, sql: 'SELECT 1' })
    const { json } = await server.post({ requests: [store(1), store(2), close] })
    expect(json).toMatchObject({
      results: [{ type: 'ok' }, { error: { code: 'SQL_STORE_TOO_MANY' } }, { type: 'ok' }],
    })
  })
})

describe('streams', () => {
  it('are bounded, and one that closes makes room', async () => {
    await using server = await testServer({ openStreamsMax: 2 })
    const client = server.client()
    const open = [await client.transaction('read'), await client.transaction('read')]
    for (const transaction of open) await transaction.execute('SELECT 1')
    await expect(client.execute('SELECT 1')).rejects.toMatchObject({ code: 'TOO_MANY_STREAMS' })
    await open[0]?.commit()
    await client.execute('SELECT 1')
    open[1]?.close()
  })

  it('expire', async () => {
    await using server = await testServer({ streamIdleMsMax: 20, openStreamsMax: 1 })
    const baton = batonOf(await server.post({ requests: [] }))
    const another = { requests: [{ type: 'close' }] }
    expect(await server.post(another)).toMatchObject({ status: 503 })
    await expect.poll(() => server.post(another)).toMatchObject({ status: 200 })
    expect(await server.post({ baton, requests: [] })).toMatchObject({
      status: 400,
      json: { code: 'STREAM_EXPIRED' },
    })
  })

  it('lose a transaction that lasts too long, with its lock', async () => {
    await using server = await testServer({ transactionMsMax: 100 })
    const client = server.client()
    await client.execute('CREATE TABLE t (who)')
    const silent = await client.transaction('write')
    await silent.execute(`INSERT INTO t VALUES ('silent')`)
    await client.execute(`INSERT INTO t VALUES ('waiting')`)
    await expect(silent.commit()).rejects.toMatchObject({ code: 'TRANSACTION_TIMEOUT' })
    const { rows } = await client.execute('SELECT who FROM t')
    expect(rows.map((row) => row['who'])).toEqual(['waiting'])
  })
})

describe('writers', () => {
  it('wait no longer than the limit', async () => {
    await using server = await testServer({ writeLockWaitMsMax: 50 })
    const client = server.client()
    await client.execute('CREATE TABLE t (n)')
    const holder = await client.transaction('write')
    await holder.execute('INSERT INTO t VALUES (1)')
    await expect(client.execute('INSERT INTO t VALUES (2)')).rejects.toMatchObject({ code: 'SQLITE_BUSY' })
    await expect(client.batch(['INSERT INTO t VALUES (2)'], 'write')).rejects.toMatchObject({
      code: 'SQLITE_BUSY',
    })
    await holder.commit()
    await client.execute('INSERT INTO t VALUES (3)')
  })

  it('queue no longer than the limit', async () => {
    await using server = await testServer({ waitingWritersMax: 1 })
    const client = server.client()
    await client.execute('CREATE TABLE t (n)')
    const holder = await client.transaction('write')
    await holder.execute('INSERT INTO t VALUES (1)')
    const others = [2, 3].map((n) => client.execute('INSERT INTO t VALUES (?)', [n]))
    await expect(Promise.race(others)).rejects.toMatchObject({ code: 'SQLITE_BUSY' })
    await holder.commit()
    expect((await Promise.allSettled(others)).map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ])
  })

  it('that have hung up write nothing', async () => {
    await using server = await testServer({ openStreamsMax: 2 })
    const client = server.client()
    await client.execute('CREATE TABLE t (n)')
    const holder = await client.transaction('write')
    await holder.execute('INSERT INTO t VALUES (1)')
    const caller = new AbortController()
    const impatient = server.client({
      fetch: (request: Request) => fetch(request, { signal: caller.signal }),
    })
    const given = impatient.execute('INSERT INTO t VALUES (2)')
    const another = { requests: [{ type: 'close' }] }
    await expect.poll(() => server.post(another)).toMatchObject({ status: 503 })
    caller.abort()
    await expect(given).rejects.toThrow('aborted')
    await expect.poll(() => server.post(another)).toMatchObject({ status: 200 })
    await holder.commit()
    expect((await client.execute('SELECT count(*) AS n FROM t')).rows[0]?.['n']).toBe(1)
  })
})
