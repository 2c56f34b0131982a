import { describe, expect, it } from 'vitest'
import { testDatabase } from './setup/database.ts'

const database = await testDatabase()
const client = database.client()

describe('arguments', () => {
  it('are bound by position', async () => {
    const { rows } = await client.execute('SELECT ? AS a, ? AS b, ?1 AS c', ['x', 'y'])
    expect(rows[0]).toMatchObject({ a: 'x', b: 'y', c: 'x' })
  })

  it.each([
    { a: 1, b: 2, c: 3 },
    { ':a': 1, '@b': 2, $c: 3 },
  ])('are bound by name: %j', async (args) => {
    const { rows } = await client.execute({ sql: 'SELECT :a AS a, @b AS b, $c AS c, :a AS again', args })
    expect(rows[0]).toMatchObject({ a: 1, b: 2, c: 3, again: 1 })
  })

  it('are not looked for in texts, names and comments', async () => {
    const sql = `SELECT ':a ? ''?' AS "b?", [x].\`y$z\` /* ? */ FROM (SELECT ? AS y$z) AS x -- ?`
    const { rows } = await client.execute(sql, ['found'])
    expect(rows[0]).toMatchObject({ 'b?': ":a ? '?", y$z: 'found' })
  })

  it.each([[['a']], [['a', 'b', 'c']]])('must be as many as the parameters: %j', async (args) => {
    await expect(client.execute('SELECT ?, ?', args)).rejects.toMatchObject({ code: 'ARGS_INVALID' })
    expect((await client.execute('SELECT ?, ? AS b', ['a', 'b'])).rows[0]?.['b']).toBe('b')
  })

  it('must have the names of the parameters', async () => {
    const misnamed = client.execute({ sql: 'SELECT :a', args: { b: 1 } })
    await expect(misnamed).rejects.toMatchObject({ code: 'ARGS_INVALID' })
  })
})

describe('changed rows', () => {
  it('are counted for INSERT, UPDATE and DELETE, and not for anything else', async () => {
    const table = await database.table('id INTEGER PRIMARY KEY, n')
    const affected = async (sql: string): Promise<number> => (await client.execute(sql)).rowsAffected
    expect(await affected(`INSERT INTO ${table} (n) VALUES (1), (2), (3)`)).toBe(3)
    expect(await affected(`SELECT * FROM ${table}`)).toBe(0)
    expect(await affected(`UPDATE ${table} SET n = 5 WHERE id > 1`)).toBe(2)
    expect(await affected(`UPDATE ${table} SET n = 5 WHERE id > 100`)).toBe(0)
    expect(
      await affected(`WITH few AS (SELECT 1 AS id) DELETE FROM ${table} WHERE id IN (SELECT id FROM few)`),
    ).toBe(1)
    expect(await affected(`CREATE INDEX ${table}_n ON ${table} (n)`)).toBe(0)
  })

  it('are counted and returned by RETURNING', async () => {
    const table = await database.table('id INTEGER PRIMARY KEY, n')
    const inserted = await client.execute(`INSERT INTO ${table} (n) VALUES ('a'), ('b') RETURNING id, n`)
    expect(inserted.rows.map(({ id, n }) => [id, n])).toEqual([
      [1, 'a'],
      [2, 'b'],
    ])
    expect(inserted).toMatchObject({ rowsAffected: 2, lastInsertRowid: 2n })
    const updated = await client.execute(`UPDATE ${table} SET n = 'c' WHERE id = 9 RETURNING id`)
    expect(updated).toMatchObject({ rowsAffected: 0, rows: [] })
  })
})

describe('errors', () => {
  it('carry the code and the words of SQLite', async () => {
    const parent = await database.table(
      'id INTEGER PRIMARY KEY, code TEXT UNIQUE, n NOT NULL, CHECK (n <> 7)',
    )
    const child = await database.table(`parent REFERENCES ${parent} (id)`)
    await client.execute(`INSERT INTO ${parent} VALUES (1, 'x', 1)`)
    const fail = (sql: string): Promise<unknown> => client.execute(sql).catch((error: unknown) => error)
    const constraint = (message: string): object =>
      expect.objectContaining({
        code: expect.stringMatching(/^SQLITE_CONSTRAINT/),
        message: expect.stringContaining(message),
      })
    expect(await fail(`INSERT INTO ${parent} VALUES (1, 'y', 1)`)).toEqual(
      constraint(`UNIQUE constraint failed: ${parent}.id`),
    )
    expect(await fail(`INSERT INTO ${parent} VALUES (2, 'x', 1)`)).toEqual(
      constraint(`UNIQUE constraint failed: ${parent}.code`),
    )
    expect(await fail(`INSERT INTO ${parent} VALUES (2, 'y', NULL)`)).toEqual(
      constraint('NOT NULL constraint failed'),
    )
    expect(await fail(`INSERT INTO ${parent} VALUES (2, 'y', 7)`)).toEqual(
      constraint('CHECK constraint failed'),
    )
    expect(await fail(`INSERT INTO ${child} VALUES (77)`)).toEqual(
      constraint('FOREIGN KEY constraint failed'),
    )
    expect(await fail('SELECT * FROM no_such_table')).toMatchObject({
      message: expect.stringContaining('no such table'),
    })
    expect(await fail('SELEC 1')).toMatchObject({ message: expect.stringContaining('syntax error') })
  })

  it('refuse an empty text and a second statement', async () => {
    await expect(client.execute(' -- nothing ')).rejects.toMatchObject({ code: 'SQL_NO_STATEMENT' })
    await expect(client.execute('SELECT 1; SELECT 2')).rejects.toMatchObject({ code: 'SQL_MANY_STATEMENTS' })
    expect((await client.execute('SELECT 1 AS one;')).rows[0]?.['one']).toBe(1)
  })
})

describe('executeMultiple', () => {
  it('runs all statements, also those with semicolons of their own', async () => {
    const table = await database.table('n')
    const log = await database.table('said')
    await client.executeMultiple(`
      INSERT INTO ${table} VALUES ('a;b'); -- ; not here
      CREATE TRIGGER ${table}_t AFTER INSERT ON ${table} BEGIN
        INSERT INTO ${log} VALUES (CASE new.n WHEN 1 THEN 'one;' ELSE 'other' END);
        INSERT INTO ${log} VALUES ('END');
      END;
      INSERT INTO ${table} VALUES (1)`)
    const { rows } = await client.execute(`SELECT said FROM ${log}`)
    expect(rows.map((row) => row['said'])).toEqual(['one;', 'END'])
  })

  it('stops at the first error and keeps what was done before', async () => {
    const table = await database.table('id PRIMARY KEY')
    const sql = `INSERT INTO ${table} VALUES (1); INSERT INTO ${table} VALUES (1); INSERT INTO ${table} VALUES (2)`
    await expect(client.executeMultiple(sql)).rejects.toMatchObject({
      code: expect.stringMatching(/^SQLITE_CONSTRAINT/),
    })
    expect((await client.execute(`SELECT * FROM ${table}`)).rows).toHaveLength(1)
  })
})

describe('a statement that was prepared before', () => {
  it('sees a changed schema', async () => {
    const table = await database.table('id INTEGER PRIMARY KEY')
    await client.execute(`INSERT INTO ${table} VALUES (1)`)
    const select = `SELECT * FROM ${table}`
    expect((await client.execute(select)).columns).toEqual(['id'])
    await client.execute(`ALTER TABLE ${table} ADD COLUMN extra TEXT DEFAULT 'new'`)
    const after = await client.execute(select)
    expect(after.columns).toEqual(['id', 'extra'])
    expect(after.columnTypes).toEqual(['INTEGER', 'TEXT'])
    expect(after.rows[0]).toMatchObject({ id: 1, extra: 'new' })
    await client.execute(`ALTER TABLE ${table} RENAME COLUMN extra TO renamed`)
    expect((await client.execute(select)).columns).toEqual(['id', 'renamed'])
  })
})
