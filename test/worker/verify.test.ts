import type { InStatement, Row } from '@libsql/client/http'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sealHistory } from '../../worker/cron/seal-history.ts'
import { webSealer } from '../../worker/history/sealer.ts'
import { programmeLooksMax } from '../../worker/domain/limits.ts'
import { verifyProgramme } from '../../worker/history/verify-programme.ts'
import { client, db, freshTime } from './setup/box-office.ts'
import {
  bookSome,
  entriesAfter,
  lastSequence,
  sealAll,
  sealer,
  verifyAll,
  writeOutside,
} from './setup/history.ts'

const database = db.$client

/** Lets a fault in, asks what is found, and mends it again. */
async function findingsWith(fault: () => Promise<void>, mend: () => Promise<void>) {
  await fault()
  const { first } = await verifyAll()
  await mend()
  return first
}

async function rowOf(sequence: number): Promise<Record<string, unknown>> {
  const { rows } = await database.execute({
    sql: 'SELECT * FROM events WHERE sequence = ?',
    args: [sequence],
  })
  return { ...rows[0] }
}

async function takeAway(table: 'events' | 'event_seals', sequence: number): Promise<() => Promise<void>> {
  const { rows, columns } = await database.execute({
    sql: `SELECT * FROM ${table} WHERE sequence = ?`,
    args: [sequence],
  })
  await writeOutside(`DELETE FROM ${table} WHERE sequence = ?`, sequence)
  const values = columns.map((column) => rows[0]?.[column] ?? null)
  return () =>
    database
      .execute({ sql: `INSERT INTO ${table} VALUES (${values.map(() => '?').join(', ')})`, args: values })
      .then(() => undefined)
}

/** With one bit of one byte another; where there is no byte, with one more. */
function flipped(
  value: string | number,
  { position, bit }: { position: number; bit: number },
): number | ArrayBuffer {
  if (typeof value === 'number') return value ^ (1 << bit)
  const bytes = new TextEncoder().encode(value === '' ? '\u0000' : value)
  const at = position % bytes.length
  return Uint8Array.from(bytes, (byte, index) => (index === at ? byte ^ (1 << bit) : byte)).buffer
}

describe('a sound house', () => {
  it('has nothing to be found, whatever was done in it', async () => {
    const [moved = '', cancelled = ''] = await bookSome(4)
    await client.booking.move.mutate({ id: moved, showing: freshTime(), seats: ['C1'] })
    await client.booking.move.mutate({ id: moved, seats: ['C2', 'C3'] })
    await client.booking.cancel.mutate({ id: cancelled })
    const { showing } = await client.booking.get.query({ id: moved })
    await client.ticket.admit.mutate({ seat: 'C2', showing: showing.id, device: 'Door' })
    await client.showing.block.mutate({ showing: freshTime(), seats: ['D1', 'D2'] })
    expect(await sealAll()).toBeGreaterThan(0)
    await bookSome(1)
    const { first, bookings, tickets, entries, sealed } = await verifyAll()
    expect(first).toEqual([])
    expect({ bookings, tickets, unsealed: entries - sealed }).toEqual({
      bookings: 5,
      tickets: 8,
      unsealed: 1,
    })
  })

  it('is looked at while it sells', async () => {
    const selling = bookSome(30)
    const found = await Promise.all([verifyAll(), verifyAll(), verifyAll()])
    await selling
    expect(found.map(({ first }) => first)).toEqual([[], [], []])
  })

  it('refuses that its history is changed', async () => {
    await bookSome(1)
    await expect(database.execute(`UPDATE events SET actor = 'nobody'`)).rejects.toThrow('never changed')
    await expect(database.execute(`DELETE FROM events`)).rejects.toThrow('never changed')
  })
})

describe('seals', () => {
  it('are made once where two crons run at once', async () => {
    const before = await verifyAll()
    await bookSome(5)
    const sealed = await Promise.all([sealAll(), sealAll(), sealAll()])
    const { entries, sealed: inAll, first } = await verifyAll()
    expect(sealed.reduce((sum, count) => sum + count)).toBe(entries - before.sealed)
    expect({ inAll, first }).toEqual({ inAll: entries, first: [] })
  })

  it('go on in chunks, and leave what exceeds them to the next run', async () => {
    await bookSome(5)
    expect(await sealHistory(db, sealer, { chunk: 2, chunksMax: 2 })).toBe(4)
    expect(await sealHistory(db, sealer, { chunk: 2, chunksMax: 2 })).toBe(1)
    expect((await verifyAll()).first).toEqual([])
  })

  it('go on under another key, and both are asked for', async () => {
    await bookSome(2)
    const next = await webSealer('the key that follows the key of the tests')
    await sealHistory(db, next)
    await bookSome(1)
    await sealAll()
    const { first } = await verifyAll()
    expect(first.map(({ kind }) => kind)).toEqual(['seal by an unknown key', 'seal by an unknown key'])
    const sealers = new Map([sealer, next].map((one) => [one.key, one]))
    expect((await verifyAll({ sealers })).first).toEqual([])
    await writeOutside('DELETE FROM event_seals')
    await sealAll()
  })
})

describe('an altered history', () => {
  it('is found and named, whichever byte of a sealed entry is flipped', async () => {
    await bookSome(6)
    await sealAll()
    const last = await lastSequence()
    const columns = ['id', 'kind', 'booking_id', 'showing_id', 'seats', 'at', 'actor', 'request_id', 'after']
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...columns),
        fc.integer({ min: last - 5, max: last }),
        fc.nat(),
        fc.integer({ min: 0, max: 7 }),
        async (column, sequence, position, bit) => {
          const before = (await rowOf(sequence))[column]
          if (typeof before !== 'string' && typeof before !== 'number') throw new Error(`no ${column}`)
          const write = (value: string | number | ArrayBuffer): Promise<void> =>
            writeOutside(
              `UPDATE events SET ${column} = ${typeof value === 'object' ? 'CAST(? AS TEXT)' : '?'} WHERE sequence = ?`,
              value,
              sequence,
            )
          const found = await findingsWith(
            () => write(flipped(before, { position, bit })),
            () => write(before),
          )
          expect(found).toContainEqual({ kind: 'entry altered', sequence })
          expect(found.filter((one) => one.kind === 'entry altered')).toHaveLength(1)
        },
      ),
      { numRuns: 60 },
    )
    expect((await verifyAll()).first).toEqual([])
  })

  it('is named where only the type of a column is another', async () => {
    const sequence = await lastSequence()
    const found = await findingsWith(
      () => writeOutside('UPDATE events SET actor = CAST(actor AS BLOB) WHERE sequence = ?', sequence),
      () => writeOutside('UPDATE events SET actor = CAST(actor AS TEXT) WHERE sequence = ?', sequence),
    )
    expect(found).toContainEqual({ kind: 'entry altered', sequence })
  })

  it('is named where an entry is missing, and where its seal is too', async () => {
    const sequence = (await lastSequence()) - 2
    const putBack = await takeAway('events', sequence)
    expect((await verifyAll()).first).toContainEqual({
      kind: 'entry missing',
      sequence,
      detail: 'its seal is there',
    })
    const sealBack = await takeAway('event_seals', sequence)
    const { first } = await verifyAll()
    expect(first).toContainEqual(expect.objectContaining({ kind: 'entry missing', sequence }))
    await putBack()
    expect((await verifyAll()).first).toEqual([{ kind: 'seal missing', sequence }])
    await sealBack()
    expect((await verifyAll()).first).toEqual([])
  })

  it('is named where an entry was added, and where a seal was altered', async () => {
    const sequence = (await lastSequence()) - 1
    const putBack = await takeAway('event_seals', sequence)
    await writeOutside(
      `INSERT INTO event_seals SELECT ?, key, mac FROM event_seals WHERE sequence = ?`,
      sequence,
      sequence - 1,
    )
    expect((await verifyAll()).first).toEqual([{ kind: 'seal altered', sequence }])
    await writeOutside('DELETE FROM event_seals WHERE sequence = ?', sequence)
    await putBack()
    const values = `'ev_added', 'booked', 'bk_added', 'main-x', '[]', 0, 'nobody', '', NULL, NULL`
    await writeOutside(`INSERT INTO events VALUES (-5, ${values})`)
    expect((await verifyAll()).first).toContainEqual({ kind: 'entry added', sequence: -5 })
    await writeOutside('DELETE FROM events WHERE sequence = -5')
    expect((await verifyAll()).first).toEqual([])
  })

  it('is seen where its tail was cut, by a head that was told before', async () => {
    const { head } = await verifyAll()
    const sequence = head?.sequence ?? 0
    const expectedHead = { sequence, mac: head?.mac ?? '' }
    await bookSome(1)
    expect((await verifyAll({ expectedHead })).first).toEqual([])
    const mac = `${expectedHead.mac.slice(1)}A`
    expect((await verifyAll({ expectedHead: { sequence, mac } })).first).toMatchObject([
      { kind: 'seal altered' },
    ])
    const putBack = await takeAway('event_seals', sequence)
    expect((await verifyAll({ expectedHead })).first).toMatchObject([{ kind: 'tail cut', sequence }])
    await putBack()
    const entryBack = await takeAway('events', await lastSequence())
    const { first } = await verifyAll()
    expect(first.map(({ kind }) => kind)).toContain('tail cut')
    await entryBack()
    expect((await verifyAll()).first).toEqual([])
  })
})

const admission = 'admission changed outside'

function insertScan({ showing_id, seat, device, id, booking_id, scanned_at }: Row): InStatement {
  return {
    sql: 'INSERT INTO scans (showing_id, seat, device, id, booking_id, scanned_at) VALUES (?, ?, ?, ?, ?, ?)',
    args: [
      showing_id ?? null,
      seat ?? null,
      device ?? null,
      id ?? null,
      booking_id ?? null,
      scanned_at ?? null,
    ],
  }
}

describe('a write from outside', () => {
  const writes = [
    ['UPDATE bookings SET seats = ? WHERE id = ?', '["D5"]', 'booking changed outside'],
    ['UPDATE bookings SET status = ? WHERE id = ?', 'cancelled', 'booking changed outside'],
    ['UPDATE bookings SET prices = ? WHERE id = ?', '[1, 1]', 'booking changed outside'],
    ['UPDATE bookings SET version = version + ? WHERE id = ?', 1, 'booking changed outside'],
    ['UPDATE bookings SET booked_at = ? WHERE id = ?', 1, 'booking changed outside'],
    ['UPDATE buyers SET starts_at = ? WHERE booking_id = ?', 1, 'buyer changed outside'],
    [`UPDATE tickets SET seat = ? WHERE seat = 'A1' AND booking_id = ?`, 'D5', 'ticket changed outside'],
  ] as const

  it.each(writes)('is named: %s', async (sql, value, kind) => {
    const [id = ''] = await bookSome(1)
    await database.execute({ sql, args: [value, id] })
    const { first } = await verifyAll()
    const named = first.filter(({ subject }) => subject !== undefined && id.startsWith(subject))
    expect(named.map((one) => one.kind)).toContain(kind)
  })

  it('is named where a booking comes or goes without an entry', async () => {
    const [gone = ''] = await bookSome(1)
    await database.batch(
      [
        { sql: 'DELETE FROM bookings WHERE id = ?', args: [gone] },
        `INSERT INTO bookings VALUES ('bk_nobody', 'main-20300101T1000Z', 0, '["A1"]', 'cancelled', 2, 0, NULL)`,
        `INSERT INTO buyers VALUES ('bk_noone', 0, 'x', '1')`,
      ],
      'write',
    )
    const kinds = (await verifyAll()).first.map(({ kind, subject }) => `${kind} ${subject}`)
    expect(kinds).toContain(`booking missing ${gone.slice(0, 14)}`)
    expect(kinds).toContain('booking without its entries bk_nobody')
    expect(kinds).toContain('buyer changed outside bk_noone')
  })

  it('is named where an admission was altered, taken away or added', async () => {
    const [id = ''] = await bookSome(1)
    const { showing } = await client.booking.get.query({ id })
    const admitted = { showing: showing.id, device: 'Door', idempotencyKey: crypto.randomUUID() }
    await client.ticket.admit.mutate({ seat: 'A1', ...admitted })
    expect((await verifyAll()).first.filter(({ kind }) => kind === admission)).toEqual([])
    const faults: readonly [sql: string, ...details: string[]][] = [
      [
        'UPDATE scans SET scanned_at = scanned_at + 1',
        'A1, at Door: altered, not at the time that was entered',
      ],
      [
        'UPDATE scans SET scanned_at = scanned_at - 1',
        'A1, at Door: altered, not at the time that was entered',
      ],
      [`UPDATE scans SET scanned_at = 'noon'`, 'A1, at Door: altered, not at the time that was entered'],
      [`UPDATE scans SET seat = 'B2'`, 'B2, at Door: added, nobody entered it', 'A1, at Door: missing'],
      [
        `UPDATE scans SET booking_id = 'bk_nobody'`,
        'A1, at Door: missing',
        'A1, at Door: added, nobody entered it',
      ],
      ['DELETE FROM scans', 'A1, at Door: missing'],
      [
        `INSERT INTO scans SELECT showing_id, 'B2', 'Window', id, booking_id, scanned_at FROM scans`,
        'B2, at Window: added, nobody entered it',
      ],
    ]
    const { rows: stored } = await database.execute('SELECT * FROM scans')
    for (const [sql, ...details] of faults) {
      await database.execute({ sql: `${sql} WHERE showing_id = ?`, args: [showing.id] })
      const found = (await verifyAll()).first.filter(({ kind }) => kind === admission)
      expect(found.map(({ detail }) => detail)).toEqual(details.map((detail) => `${showing.id}, ${detail}`))
      await database.batch(['DELETE FROM scans', ...stored.map(insertScan)], 'write')
    }
    expect((await verifyAll()).first.filter(({ kind }) => kind === admission)).toEqual([])
  })

  it('is named where staff laid nothing down', async () => {
    const webhook = await client.webhook.add.mutate({ url: 'https://cinema.example/' })
    await database.batch(
      [
        `UPDATE venue SET name = 'Another'`,
        `INSERT INTO movies VALUES ('m', 'M', 10, NULL, NULL, '')`,
        {
          sql: `UPDATE webhook_endpoints SET url = 'https://elsewhere.example/' WHERE id = ?`,
          args: [webhook.id],
        },
        `INSERT INTO blocked_seats VALUES ('main-20300101T1000Z', 'A1')`,
      ],
      'write',
    )
    const found = (await verifyAll()).first.filter(({ kind }) => kind === 'programme changed outside')
    expect(found.map(({ subject }) => subject)).toEqual([
      'venue',
      'movie m',
      `webhook ${webhook.id}`,
      'blocked seats of main-20300101T1000Z',
    ])
  })

  it('is named alone while staff lay down more at every look', async () => {
    await database.execute(`INSERT INTO movies VALUES ('outside', 'Outside', 10, NULL, NULL, '')`)
    const { id: changing } = await client.movie.add.mutate({ title: 'Changing', runningMinutes: 90 })
    const blocking = freshTime()
    let looks = 0
    const busy = new Proxy(database, {
      get: (all, name) => {
        const own: unknown = Reflect.get(all, name)
        if (typeof own !== 'function') return own
        return async (...args: unknown[]): Promise<unknown> => {
          if (JSON.stringify(args).includes('FROM movies')) {
            looks += 1
            await client.movie.add.mutate({ title: `Look ${looks}`, runningMinutes: 90 })
            await client.movie.change.mutate({ id: changing, runningMinutes: 90 + looks })
            await client.showing.block.mutate({ showing: blocking, seats: [`A${looks}`] })
          }
          return Reflect.apply(own, all, args)
        }
      },
    })
    const found = await Array.fromAsync(verifyProgramme(busy))
    expect(looks).toBe(programmeLooksMax)
    const foundInQuiet = await Array.fromAsync(verifyProgramme(database))
    expect(foundInQuiet.map(({ subject }) => subject)).toContain('movie outside')
    expect(found).toEqual(foundInQuiet)
  })
})

it('an entry that tells once more of a scan is named', async () => {
  const [id = ''] = await bookSome(1)
  const { showing } = await client.booking.get.query({ id })
  await client.ticket.admit.mutate({ seat: 'A1', showing: showing.id, device: 'Door' })
  await database.execute({
    sql: `INSERT INTO events (id, kind, booking_id, showing_id, seats, at, actor, before, after)
      SELECT 'ev_again', kind, booking_id, showing_id, seats, at, actor, before, after FROM events
      WHERE booking_id = ? AND kind = 'admitted'`,
    args: [id],
  })
  const named = (await verifyAll()).first.filter(
    ({ subject }) => subject !== undefined && id.startsWith(subject),
  )
  expect(named).toMatchObject([
    { kind: 'entries contradict each other', detail: 'it tells once more of a scan' },
  ])
})

it('an entry without a change is named', async () => {
  const [id = ''] = await bookSome(1)
  const [entry] = await entriesAfter((await lastSequence()) - 1)
  await database.execute({
    sql: `INSERT INTO events (id, kind, booking_id, showing_id, seats, at, actor, before, after) VALUES ('ev_x', 'cancelled', ?, ?, ?, 0, 'buyer', ?, ?)`,
    args: [
      id,
      entry?.showing ?? '',
      JSON.stringify(entry?.seats),
      JSON.stringify(entry?.after),
      JSON.stringify({ ...Object(entry?.after), status: 'cancelled', version: 2 }),
    ],
  })
  const named = (await verifyAll()).first.filter(
    ({ subject }) => subject !== undefined && id.startsWith(subject),
  )
  expect(named.map(({ kind }) => kind)).toContain('booking changed outside')
})
