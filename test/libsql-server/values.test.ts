import { describe, expect, it } from 'vitest'
import { testDatabase } from './setup/database.ts'

const database = await testDatabase()
const client = database.client({ intMode: 'bigint' })

async function roundTrip(value: string | number | bigint | null | Uint8Array): Promise<unknown> {
  const { rows } = await client.execute('SELECT ? AS value, typeof(?1) AS type', [value])
  const row = rows[0]
  return [row?.['value'], row?.['type']]
}

describe('values', () => {
  it.each([0n, 1n, -1n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)])(
    'keep the integer %s exact',
    async (value) => {
      expect(await roundTrip(value)).toEqual([value, 'integer'])
    },
  )

  it.each([0.5, 1, -1, 1e300, 5e-324, 2 ** 53])('keep the float %s a float', async (value) => {
    expect(await roundTrip(value)).toEqual([value, 'real'])
  })

  it.each([
    '',
    'plain',
    'ünï©ode 🎭 \u{10ffff}',
    "it's",
    '"quoted"\n\t\\',
    '\u2028\ufeff',
    '\\u0041\\\\ud800',
  ])('keep the text %j', async (value) => {
    expect(await roundTrip(value)).toEqual([value, 'text'])
  })

  it.each([[], [0], [1, 2], [255, 254, 253], [0, 1, 2, 3]])('keep the blob %j', async (...bytes) => {
    expect(await roundTrip(new Uint8Array(bytes))).toEqual([new Uint8Array(bytes).buffer, 'blob'])
  })

  it('keeps null', async () => {
    expect(await roundTrip(null)).toEqual([null, 'null'])
  })

  it('tells columns with their names and declared types', async () => {
    const table = await database.table('id INTEGER PRIMARY KEY, "a name" VARCHAR(20), free')
    const { columns, columnTypes } = await client.execute(`SELECT *, 1 + 1 AS sum FROM ${table}`)
    expect(columns).toEqual(['id', 'a name', 'free', 'sum'])
    expect(columnTypes).toEqual(['INTEGER', 'VARCHAR(20)', '', ''])
  })

  it('tells an exact row id beyond the doubles', async () => {
    const table = await database.table('id INTEGER PRIMARY KEY')
    const { lastInsertRowid } = await client.execute(`INSERT INTO ${table} VALUES (?)`, [2n ** 62n + 1n])
    expect(lastInsertRowid).toBe(2n ** 62n + 1n)
  })
})
