import { execFile } from 'node:child_process'
import { readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { type Client, createClient as openFile } from '@libsql/client/sqlite3'
import { describe, expect, it } from 'vitest'
import { createMarqueeClient } from '../../client/index.ts'
import { startHouse, temporaryDirectory } from './setup/running-house.ts'

const project = path.resolve(import.meta.dirname, '../..')

/** Runs `npm run marquee -- <args>` on a house's data folder. */
async function marquee(
  args: readonly string[],
  dataDirectory: string,
  set: Readonly<Record<string, string>> = {},
): Promise<{ code: number; said: string }> {
  const env = { ...process.env, ...set, DATA_DIR: dataDirectory }
  Reflect.deleteProperty(env, 'DATABASE_URL')
  try {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      [path.join(project, 'local/marquee.ts'), ...args],
      { cwd: project, env },
    )
    return { code: 0, said: stdout + stderr }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && 'stdout' in error && 'stderr' in error)) throw error
    return { code: Number(error.code), said: `${String(error.stdout)}${String(error.stderr)}` }
  }
}

async function asking<T>(file: string, ask: (client: Client) => Promise<T>): Promise<T> {
  const client = openFile({ url: `file:${file}` })
  try {
    return await ask(client)
  } finally {
    client.close()
  }
}

async function numberIn(file: string, sql: string): Promise<number> {
  const { rows } = await asking(file, (client) => client.execute(sql))
  return Number(rows[0]?.[0])
}

function dayAhead(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
}

describe('a backup', () => {
  it('is made while the house sells, and is restored as it was, but for what must not come back', async () => {
    await using directory = await temporaryDirectory()
    const backup = path.join(directory.path, 'backup.db')
    const file = path.join(directory.path, 'marquee.db')
    const date = dayAhead(3)
    const erasedName = 'Erased Afterwards'
    let atBackup = 0
    {
      await using house = await startHouse(directory.path)
      const client = createMarqueeClient({ url: house.url, key: await house.staffKey() })
      const sell = async (time: string, name = 'Buyer'): Promise<void> => {
        for (const seat of ['A1', 'A2', 'B1', 'B2', 'C1']) {
          await client.booking.create.mutate({ showing: { date, time }, seats: [seat], name, phone: '12345' })
        }
      }
      await sell('18:00', erasedName)
      const { id } = await client.webhook.add.mutate({ url: 'https://cinema.example/hooks' })
      await client.hold.place.mutate({ showing: { date, time: '18:00' }, seats: ['D1'] })
      const selling = Promise.all(['10:00', '11:00', '12:00', '13:00'].map((time) => sell(time)))
      const { code, said } = await marquee(['backup', backup], directory.path)
      await selling
      expect(said).toContain('0 findings')
      expect(code).toBe(0)
      expect((await stat(backup)).mode & 0o777).toBe(0o600)
      atBackup = await numberIn(backup, 'SELECT count(*) FROM bookings')
      expect(atBackup).toBeGreaterThanOrEqual(5)
      expect(await numberIn(backup, 'SELECT count(*) FROM holds')).toBe(1)

      await sell('20:00')
      // Each change raises the epoch that its sender works under.
      for (const enabled of [false, true, false]) await client.webhook.change.mutate({ id, enabled })
      expect(await client.person.erase.mutate({ name: erasedName, phone: '1-23 45' })).toEqual({ erased: 5 })
      expect((await marquee(['verify'], directory.path)).said).toContain('0 findings')
      await using temporary = await temporaryDirectory()
      for (const set of [{}, { TMPDIR: temporary.path }])
        expect((await marquee(['restore', backup], directory.path, set)).said).toContain('already running')
    }
    const [epochBefore, senderEpochBefore, lastBefore] = [
      await numberIn(file, 'SELECT max(epoch) FROM showings'),
      await numberIn(file, 'SELECT epoch FROM webhook_endpoints'),
      await numberIn(file, 'SELECT max(sequence) FROM events'),
    ]
    const { code, said } = await marquee(['restore', backup], directory.path)
    expect(said).toContain('5 buyers are forgotten again')
    expect(code).toBe(0)
    expect(await numberIn(file, 'SELECT count(*) FROM bookings')).toBe(atBackup)
    expect(await numberIn(file, 'SELECT count(*) FROM holds')).toBe(0)
    expect(await numberIn(file, 'SELECT min(epoch) FROM showings')).toBeGreaterThan(epochBefore)
    expect(await numberIn(file, 'SELECT epoch FROM webhook_endpoints')).toBeGreaterThan(senderEpochBefore)
    expect(await numberIn(file, `SELECT sequence FROM events WHERE kind = 'restored'`)).toBeGreaterThan(
      lastBefore,
    )
    expect(await numberIn(file, `SELECT count(*) FROM buyers WHERE name = '${erasedName}'`)).toBe(0)
    expect(await readFile(file, 'latin1')).not.toContain(erasedName)
    expect((await readdir(directory.path)).filter((name) => /replaced-.*Z$/.test(name))).toHaveLength(1)
    expect((await marquee(['verify'], directory.path)).said).toContain('0 findings')

    await using house = await startHouse(directory.path)
    const client = createMarqueeClient({ url: house.url, key: await house.staffKey() })
    const booking = { showing: { date, time: '20:00' }, seats: ['A1'], name: 'Buyer', phone: '12345' }
    expect((await client.booking.create.mutate(booking)).status).toBe('booked')
  })

  it('is restored without the keys and webhooks that staff ended since', async () => {
    await using directory = await temporaryDirectory()
    const backup = path.join(directory.path, 'backup.db')
    const file = path.join(directory.path, 'marquee.db')
    const url = 'https://cinema.example/hooks'
    let kept = ''
    let revoked = ''
    let on = ''
    let off = ''
    {
      await using house = await startHouse(directory.path)
      const client = createMarqueeClient({ url: house.url, key: await house.staffKey() })
      const webhooks = await Promise.all([0, 1, 2].map(() => client.webhook.add.mutate({ url })))
      const [toRemove = '', toSwitchOff = '', toSwitchOnAgain = ''] = webhooks.map(({ id }) => id)
      const toRevoke = await client.key.create.mutate({ role: 'manager', name: 'Leaks' })
      kept = (await client.key.create.mutate({ role: 'manager', name: 'Stays' })).key
      expect((await marquee(['backup', backup], directory.path)).code).toBe(0)

      await client.key.revoke.mutate({ id: toRevoke.id })
      await client.webhook.remove.mutate({ id: toRemove })
      await client.webhook.change.mutate({ id: toSwitchOff, enabled: false })
      for (const enabled of [false, true])
        await client.webhook.change.mutate({ id: toSwitchOnAgain, enabled })
      // What the backup never had is nothing to end.
      const { id } = await client.key.create.mutate({ role: 'door', name: 'Came later' })
      await client.key.revoke.mutate({ id })
      await client.webhook.remove.mutate({ id: (await client.webhook.add.mutate({ url })).id })
      revoked = toRevoke.key
      on = toSwitchOnAgain
      off = toSwitchOff
    }
    // As the cron does, by and by: then the history alone knows of it.
    await asking(file, (client) =>
      client.execute('DELETE FROM webhook_endpoints WHERE removed_at IS NOT NULL'),
    )
    const revokedAt = await numberIn(file, `SELECT revoked_at FROM staff_keys WHERE name = 'Leaks'`)
    const { code, said } = await marquee(['restore', backup], directory.path)
    expect(said).toContain('Staff keys revoked again: 1')
    expect(said).toContain('webhooks removed or switched off again: 2')
    expect(code).toBe(0)
    expect(await numberIn(file, `SELECT revoked_at FROM staff_keys WHERE name = 'Leaks'`)).toBe(revokedAt)
    expect((await marquee(['verify'], directory.path)).said).toContain('0 findings')

    await using house = await startHouse(directory.path)
    const client = createMarqueeClient({ url: house.url, key: kept })
    expect(
      (await client.webhook.list.query()).webhooks.map(({ id, disabled }) => [id, disabled?.why]),
    ).toEqual(
      expect.arrayContaining([
        [on, undefined],
        [off, 'by staff'],
      ]),
    )
    expect((await client.webhook.list.query()).webhooks).toHaveLength(2)
    await expect(
      createMarqueeClient({ url: house.url, key: revoked }).key.list.query(),
    ).rejects.toMatchObject({ data: { failure: { code: 'key_invalid' } } })
  })

  it('says what nobody knows where the database that it replaces is gone', async () => {
    await using directory = await temporaryDirectory()
    const backup = path.join(directory.path, 'backup.db')
    {
      await using house = await startHouse(directory.path)
      expect(await house.staffKey()).not.toBe('')
      expect((await marquee(['backup', backup], directory.path)).code).toBe(0)
    }
    for (const log of ['', '-wal', '-shm'])
      await rm(path.join(directory.path, `marquee.db${log}`), { force: true })
    const { code, said } = await marquee(['restore', backup], directory.path)
    expect(code).toBe(0)
    expect(said).toContain('There is no database that it replaces: erase again who asked since the backup.')
    expect(said).toContain('marquee keys list')
    expect(said).toContain('webhook.list')
  })

  it('is restored also where the database that it replaces is damaged, and says what nobody knows', async () => {
    await using directory = await temporaryDirectory()
    const backup = path.join(directory.path, 'backup.db')
    const file = path.join(directory.path, 'marquee.db')
    {
      await using house = await startHouse(directory.path)
      const client = createMarqueeClient({ url: house.url, key: await house.staffKey() })
      const { id } = await client.webhook.add.mutate({ url: 'https://cinema.example/hooks' })
      expect((await marquee(['backup', backup], directory.path)).code).toBe(0)
      await client.key.revoke.mutate({
        id: (await client.key.create.mutate({ role: 'door', name: 'Door' })).id,
      })
      // So that the last entry lies on a page of its own.
      for (let turn = 0; turn < 40; turn += 1)
        await client.webhook.change.mutate({ id, enabled: turn % 2 === 1 })
    }
    await asking(file, (client) => client.execute('PRAGMA wal_checkpoint(TRUNCATE)'))
    const pageSize = await numberIn(file, 'PRAGMA page_size')
    const bytes = await readFile(file)
    const page = Math.floor(bytes.indexOf('key.revoked') / pageSize)
    await writeFile(file, bytes.fill(0xff, page * pageSize, page * pageSize + 8))

    const { code, said } = await marquee(['restore', backup], directory.path)
    expect(said).toMatch(/cannot be read .*: erase again who asked since the backup/)
    expect(said).toMatch(
      /cannot be read .*: staff keys that were revoked since the backup open the house again/,
    )
    expect(code).toBe(0)
    expect((await marquee(['verify'], directory.path)).said).toContain('0 findings')
  })

  it('that was altered is not restored', async () => {
    await using directory = await temporaryDirectory()
    const backup = path.join(directory.path, 'backup.db')
    {
      await using house = await startHouse(directory.path)
      const client = createMarqueeClient({ url: house.url, key: await house.staffKey() })
      const showing = { date: dayAhead(2), time: '18:00' }
      await client.booking.create.mutate({ showing, seats: ['A1'], name: 'Buyer', phone: '12345' })
      expect((await marquee(['backup', backup], directory.path)).code).toBe(0)
    }
    await asking(backup, (client) => client.execute(`UPDATE bookings SET seats = '["A2"]'`))
    const { code, said } = await marquee(['restore', backup], directory.path)
    expect(code).toBe(7)
    expect(said).toContain('booking changed outside')
    expect(said).toContain('nothing is replaced')
    expect(
      await numberIn(
        path.join(directory.path, 'marquee.db'),
        `SELECT count(*) FROM bookings WHERE seats = '["A1"]'`,
      ),
    ).toBe(1)
  })

  it('is verified by its name, for people and for programs', async () => {
    await using directory = await temporaryDirectory()
    const backup = path.join(directory.path, 'backup.db')
    {
      await using house = await startHouse(directory.path)
      const client = createMarqueeClient({ url: house.url, key: await house.staffKey() })
      const showing = { date: dayAhead(2), time: '18:00' }
      await client.booking.create.mutate({ showing, seats: ['A1'], name: 'Buyer', phone: '12345' })
    }
    const made = await marquee(['backup', backup, '--json'], directory.path)
    expect(JSON.parse(made.said)).toMatchObject({ file: backup, bookings: 1, tickets: 1, findings: 0 })

    await asking(backup, (client) => client.execute(`UPDATE bookings SET seats = '["A2"]'`))
    const found = await marquee(['verify', '--file', backup], directory.path)
    expect(found.code).toBe(7)
    expect(found.said).toContain('FOUND booking changed outside')
    const { code, said } = await marquee(['verify', '--file', backup, '--json'], directory.path)
    expect(code).toBe(7)
    const [told = '', refused = ''] = said.split('\n')
    expect(JSON.parse(told)).toMatchObject({
      findings: 3,
      first: expect.arrayContaining([expect.objectContaining({ kind: 'booking changed outside' })]),
    })
    expect(JSON.parse(refused)).toMatchObject({ error: { code: 'unsound' } })

    const unread = await marquee(['verify', '--file', backup, '--expect-head', 'tomorrow'], directory.path)
    expect(unread).toMatchObject({ code: 2, said: expect.stringContaining('<sequence>:<mac>') })
    const absent = await marquee(['verify', '--file', `${backup}.none`], directory.path)
    expect(absent).toMatchObject({ code: 1, said: expect.stringContaining('There is no database') })
  })

  it('writes over no file, and needs a house', async () => {
    await using directory = await temporaryDirectory()
    const file = path.join(directory.path, 'something')
    expect((await marquee(['backup', file], directory.path)).said).toContain('There is no database')
    await writeFile(path.join(directory.path, 'marquee.db'), '')
    await writeFile(file, 'precious')
    expect((await marquee(['backup', file], directory.path)).said).toContain('already')
    expect(await readFile(file, 'utf8')).toBe('precious')
  })
})
