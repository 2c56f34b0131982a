import type { Client } from '@libsql/client/http'
import { describe, expect, it } from 'vitest'
import { testDatabase } from './setup/database.ts'

const database = await testDatabase()
const client = database.client()

async function count(table: string, asked: Pick<Client, 'execute'> = client): Promise<unknown> {
  return (await asked.execute(`SELECT count(*) AS n FROM ${table}`)).rows[0]?.['n']
}

describe('a batch', () => {
  it('commits all of its statements', async () => {
    const table = await database.table('id PRIMARY KEY')
    const insert = `INSERT INTO ${table} VALUES (?)`
    const results = await client.batch(
      [[insert, [1]], [insert, [2]], `SELECT count(*) AS n FROM ${table}`],
      'write',
    )
    expect(results.map(({ rowsAffected }) => rowsAffected)).toEqual([1, 1, 0])
    expect(results[2]?.rows[0]?.['n']).toBe(2)
    expect(await count(table)).toBe(2)
  })

  it.each(['write', 'deferred'] as const)(
    'of mode %s commits nothing where one fails, and says which',
    async (mode) => {
      const table = await database.table('id PRIMARY KEY')
      const insert = `INSERT INTO ${table} VALUES (?)`
      const batch = client.batch(
        [
          [insert, [1]],
          [insert, [1]],
          [insert, [2]],
        ],
        mode,
      )
      await expect(batch).rejects.toMatchObject({
        statementIndex: 1,
        code: expect.stringMatching(/^SQLITE_CONSTRAINT/),
      })
      expect(await count(table)).toBe(0)
    },
  )

  it('that reads sees one state', async () => {
    const table = await database.table('id PRIMARY KEY')
    const results = await client.batch([`SELECT 1 AS n`, `SELECT count(*) AS n FROM ${table}`], 'read')
    expect(results.map(({ rows }) => rows[0]?.['n'])).toEqual([1, 0])
  })

  it('commits beside fifty others', async () => {
    const table = await database.table('id INTEGER PRIMARY KEY, n')
    const statements = Array.from({ length: 4 }, () => `INSERT INTO ${table} (n) VALUES (1)`)
    await Promise.all(Array.from({ length: 50 }, () => client.batch(statements, 'write')))
    expect(await count(table)).toBe(200)
  })

  it('checks deferred foreign keys at its end', async () => {
    const parent = await database.table('id PRIMARY KEY')
    const child = await database.table(`parent REFERENCES ${parent} (id) DEFERRABLE INITIALLY DEFERRED`)
    const orphan = client.batch([`INSERT INTO ${child} VALUES (1)`], 'write')
    await expect(orphan).rejects.toMatchObject({ code: expect.stringMatching(/^SQLITE_CONSTRAINT/) })
    await client.batch([`INSERT INTO ${child} VALUES (1)`, `INSERT INTO ${parent} VALUES (1)`], 'write')
    expect(await count(child)).toBe(1)
  })
})

describe('an interactive transaction', () => {
  it('commits', async () => {
    const table = await database.table('id')
    const transaction = await client.transaction('write')
    await transaction.execute(`INSERT INTO ${table} VALUES (1)`)
    await transaction.batch([`INSERT INTO ${table} VALUES (2)`, `INSERT INTO ${table} VALUES (3)`])
    expect(await count(table, transaction)).toBe(3)
    expect(await count(table)).toBe(0)
    await transaction.commit()
    expect(await count(table)).toBe(3)
  })

  it('rolls back, and also where it is only closed', async () => {
    const table = await database.table('id')
    for (const end of ['rollback', 'close'] as const) {
      const transaction = await client.transaction('write')
      await transaction.execute(`INSERT INTO ${table} VALUES (1)`)
      await transaction[end]()
    }
    await client.execute(`INSERT INTO ${table} VALUES (2)`)
    expect(await count(table)).toBe(1)
  })

  it('goes on after a statement that failed', async () => {
    const table = await database.table('id PRIMARY KEY')
    const transaction = await client.transaction('write')
    await transaction.execute(`INSERT INTO ${table} VALUES (1)`)
    await expect(transaction.execute(`INSERT INTO ${table} VALUES (1)`)).rejects.toThrow('UNIQUE')
    await transaction.execute(`INSERT INTO ${table} VALUES (2)`)
    await transaction.commit()
    expect(await count(table)).toBe(2)
  })

  it('waits for the one before it, while reads go on', async () => {
    const table = await database.table('who')
    const first = await client.transaction('write')
    await first.execute(`INSERT INTO ${table} VALUES ('first')`)
    const order: string[] = []
    const writeSecond = async (): Promise<void> => {
      const transaction = await client.transaction('write')
      await transaction.execute(`INSERT INTO ${table} VALUES ('second')`)
      order.push('second')
      await transaction.commit()
    }
    const second = writeSecond()
    const alone = client.execute(`INSERT INTO ${table} VALUES ('alone')`).then(() => order.push('alone'))
    expect(await count(table)).toBe(0)
    await first.execute(`INSERT INTO ${table} VALUES ('first')`)
    order.push('first')
    await first.commit()
    await Promise.all([second, alone])
    expect(order[0]).toBe('first')
    expect(await count(table)).toBe(4)
  })

  it('that was deferred writes too, unless its snapshot is stale', async () => {
    const table = await database.table('id')
    const fresh = await client.transaction('deferred')
    expect(await count(table, fresh)).toBe(0)
    await fresh.execute(`INSERT INTO ${table} VALUES (1)`)
    await fresh.commit()
    const stale = await client.transaction('deferred')
    expect(await count(table, stale)).toBe(1)
    await client.execute(`INSERT INTO ${table} VALUES (2)`)
    await expect(stale.execute(`INSERT INTO ${table} VALUES (3)`)).rejects.toMatchObject({
      code: expect.stringMatching(/^SQLITE_BUSY/),
    })
    expect(await count(table, stale)).toBe(1)
    await stale.commit()
    expect(await count(table)).toBe(2)
  })
})

describe('migrate', () => {
  it('runs with foreign keys off, and leaves them on', async () => {
    const parent = await database.table('id PRIMARY KEY')
    const child = await database.table(`parent REFERENCES ${parent} (id)`)
    await client.migrate([`INSERT INTO ${child} VALUES (1)`])
    expect(await count(child)).toBe(1)
    await expect(client.execute(`INSERT INTO ${child} VALUES (2)`)).rejects.toThrow('FOREIGN KEY')
  })
})
