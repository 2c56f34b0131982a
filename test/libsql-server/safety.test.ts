import { copyFile } from 'node:fs/promises'
import Database from 'libsql'
import { describe, expect, it } from 'vitest'
import { testServer } from './setup/server.ts'

describe('SQL', () => {
  it.each([
    `ATTACH '/etc/passwd' AS x`,
    `/* */ attach ? AS x`,
    'DETACH main',
    `VACUUM INTO '/tmp/stolen.db'`,
    'PRAGMA synchronous = OFF',
    'PRAGMA main.journal_mode(DELETE)',
    'PRAGMA "locking_mode" = exclusive',
  ])('%s is not run', async (sql) => {
    await using server = await testServer()
    const client = server.client()
    await expect(client.execute(sql)).rejects.toMatchObject({ code: 'SQLITE_AUTH' })
    await expect(client.executeMultiple(`SELECT 1; ${sql}`)).rejects.toMatchObject({ code: 'SQLITE_AUTH' })
  })

  it('loads no extension', async () => {
    await using server = await testServer()
    await expect(server.client().execute(`SELECT load_extension('x')`)).rejects.toThrow('not authorized')
  })

  it('may ask for settings, and keeps what the server promises', async () => {
    await using server = await testServer()
    const client = server.client()
    const setting = async (name: string): Promise<unknown> =>
      (await client.execute(`PRAGMA ${name}`)).rows[0]?.[0]
    expect(await setting('journal_mode')).toBe('wal')
    expect(await setting('synchronous')).toBe(2)
    expect(await setting('secure_delete')).toBe(1)
    await client.execute('PRAGMA user_version = 7')
    expect(await setting('user_version')).toBe(7)
    await client.execute('VACUUM')
  })
})

describe('text', () => {
  it.each(['a\0b', 'a\ud800b', '["\\ud800"]', '["\\\\\\uDC00"]', '["\\ud83d\\u0041"]', '{"\\u0000":1}'])(
    'that could not be read back is not written: %j',
    async (text) => {
      await using server = await testServer()
      const client = server.client()
      const { json } = await server.post({
        requests: [
          { type: 'execute', stmt: { sql: 'SELECT ?', args: [{ type: 'text', value: text }] } },
          { type: 'close' },
        ],
      })
      expect(json).toMatchObject({ results: [{ error: { code: 'SQLITE_MISMATCH' } }, {}] })
      await expect(client.execute(`SELECT '${text}'`)).rejects.toMatchObject({
        code: expect.stringMatching(/^(SQL_PARSE_ERROR|MALFORMED_REQUEST)$/),
      })
      expect((await client.execute('SELECT 1 AS one')).rows[0]?.['one']).toBe(1)
    },
  )

  it.each(['["\\ud83c\\udfad"]', '["\\\\ud800"]', '\\u0041'])('with honest escapes is: %j', async (text) => {
    await using server = await testServer()
    expect((await server.client().execute('SELECT ? AS text', [text])).rows[0]?.['text']).toBe(text)
  })
})

describe('another process', () => {
  it('that holds the lock is waited for', async () => {
    await using server = await testServer()
    const client = server.client()
    await client.execute('CREATE TABLE t (n)')
    const shell = new Database(server.file)
    shell.exec('BEGIN IMMEDIATE')
    const insert = client.execute('INSERT INTO t VALUES (1)')
    expect((await client.execute('SELECT count(*) AS n FROM t')).rows[0]?.['n']).toBe(0)
    shell.exec('COMMIT')
    expect(await insert).toMatchObject({ rowsAffected: 1 })
    shell.close()
  })

  it('that holds the lock for too long leaves the server as it was', async () => {
    await using server = await testServer({ writeLockWaitMsMax: 30 })
    const client = server.client()
    await client.execute('CREATE TABLE t (n)')
    const shell = new Database(server.file)
    shell.exec('BEGIN IMMEDIATE')
    const deferred = await client.transaction('deferred')
    await deferred.execute('SELECT * FROM t')
    await expect(deferred.execute('INSERT INTO t VALUES (1)')).rejects.toMatchObject({ code: 'SQLITE_BUSY' })
    await expect(client.execute('INSERT INTO t VALUES (1)')).rejects.toMatchObject({ code: 'SQLITE_BUSY' })
    shell.exec('ROLLBACK')
    await deferred.execute('INSERT INTO t VALUES (2)')
    await deferred.commit()
    await client.execute('INSERT INTO t VALUES (3)')
    await server.restart()
    expect((await server.client().execute('SELECT sum(n) AS n FROM t')).rows[0]?.['n']).toBe(5)
    shell.close()
  })
})

describe('what was committed', () => {
  it('is there after a restart, in the database file alone', async () => {
    await using server = await testServer()
    await server.client().batch(['CREATE TABLE t (n)', 'INSERT INTO t VALUES (42)'], 'write')
    await server.restart()
    expect((await server.client().execute('SELECT n FROM t')).rows[0]?.['n']).toBe(42)
    const copy = `${server.file}.copy`
    await copyFile(server.file, copy)
    expect(new Database(copy).prepare('SELECT n FROM t').raw().get([])).toEqual([42])
  })
})
