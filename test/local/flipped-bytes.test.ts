import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createClient } from '@libsql/client/sqlite3'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { databaseOn } from '../../db/database.ts'
import { bookingJson, insertEntries } from '../../db/history/entry.ts'
import { migrateClient } from '../../db/migrate.ts'
import { nodeSealer } from '../../local/history/node-sealer.ts'
import { sealHistory } from '../../worker/cron/seal-history.ts'
import { verify } from '../../worker/history/verify.ts'
import { temporaryDirectory } from './setup/running-house.ts'

const sealer = nodeSealer('a key for the history of the tests')
const bookings = 60
const unreadOffset = -12

/** A database of some sealed bookings, as the bytes of its file. */
async function sealedDatabase(file: string): Promise<Buffer> {
  const client = createClient({ url: `file:${file}` })
  await migrateClient(client)
  await client.batch(
    [
      `INSERT INTO bookings WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ${bookings})
        SELECT printf('bk_%06d', i), printf('main-%06d', i), 0, '["A1","A2"]', 'booked', 1, 0, NULL FROM c`,
      `INSERT INTO buyers SELECT id, starts_at, 'Buyer', '12345' FROM bookings`,
      `INSERT INTO tickets SELECT showing_id, seat.value, bookings.id FROM bookings, json_each(bookings.seats) AS seat`,
      `${insertEntries} SELECT 'ev_of_' || id, 'booked', id, showing_id, seats, booked_at, 'buyer', 'request', NULL, ${bookingJson()}
        FROM bookings`,
    ],
    'write',
  )
  await sealHistory(databaseOn(client), sealer)
  // In which no page keeps what was moved to another.
  await client.execute(`VACUUM INTO '${file}.compact'`)
  client.close()
  return readFile(`${file}.compact`)
}

it('whichever byte of the sealed entries is flipped in the file, it is found', async () => {
  await using directory = await temporaryDirectory()
  const sound = await sealedDatabase(path.join(directory.path, 'sound.db'))
  const file = path.join(directory.path, 'flipped.db')
  const findings = async (bytes: Buffer): Promise<{ kind: string }[]> => {
    await writeFile(file, bytes)
    const client = createClient({ url: `file:${file}` })
    try {
      return [...(await verify(client, { sealers: new Map([[sealer.key, sealer]]) })).first]
    } finally {
      client.close()
    }
  }
  expect(await findings(sound)).toEqual([])
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: bookings }),
      // From the head of its record to the end of it; but for the place of its sequence, which is kept beside it and not read there.
      fc.integer({ min: -16, max: 197 }).filter((offset) => offset !== unreadOffset),
      fc.integer({ min: 0, max: 7 }),
      async (booking, offset, bit) => {
        const id = `bk_${String(booking).padStart(6, '0')}`
        // The first page of a table keeps a copy of what it had before it had pages below it.
        const at = sound.lastIndexOf(`ev_of_${id}booked${id}`) + offset
        const flipped = Buffer.from(sound)
        flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << bit), at)
        const kinds = (await findings(flipped)).map(({ kind }) => kind)
        expect(kinds.filter((kind) => /^entry|^unreadable/.test(kind)).length).toBeGreaterThan(0)
      },
    ),
    { numRuns: 200 },
  )
})
