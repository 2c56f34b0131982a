import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import { openDatabase } from '../../db/database.ts'
import { type App, createApp } from '../../worker/app.ts'
import { staffKeyKeptMsMax } from '../../worker/domain/limits.ts'
import { writeStaffKey } from '../../worker/domain/staff-key.ts'
import { openHouse } from '../../worker/office/house.ts'
import { testStaffKey } from '../setup/staff-key.ts'
import { client, db } from './setup/box-office.ts'
import { partsOn } from './setup/house-on.ts'
import { refusalOf } from './setup/programme.ts'

/** An isolate of its own, with a clock that the test sets. */
function isolate(now = Date.now, database = db): App {
  return createApp(openHouse({ ...partsOn(database), now }), {
    allowedHosts: [],
    assets: env.ASSETS,
    localCron: undefined,
  })
}

/** What it says to who shows this: the code of a failure, or `ok`. */
async function shown(house: App, authorization: string): Promise<string> {
  const context = createExecutionContext()
  const answer = await house.request(
    'http://marquee.test/trpc/booking.list?input=%7B%22limit%22%3A1%7D',
    { headers: { authorization } },
    env,
    context,
  )
  const text = await answer.text()
  await waitOnExecutionContext(context)
  if (answer.ok) return 'ok'
  expect(answer.headers.get('www-authenticate')).toBe(answer.status === 401 ? 'Bearer' : null)
  return /"code":"([a-z_]+)","message"/.exec(text)?.[1] ?? text
}

async function listed(id: string) {
  const { keys } = await client.key.list.query()
  return keys.find((key) => key.id === id)
}

describe('a staff key', () => {
  it('is shown once, and stored as a hash alone', async () => {
    const { key, ...made } = await client.key.create.mutate({ role: 'sales', name: 'The till' })
    expect(made).toMatchObject({ role: 'sales', name: 'The till', lastUsedAt: null, revokedAt: null })
    expect(await listed(made.id)).toEqual(made)
    const { rows } = await db.$client.execute({
      sql: 'SELECT * FROM staff_keys WHERE id = ?',
      args: [made.id],
    })
    const stored = JSON.stringify(rows)
    const secret = key.split('_')[2] ?? ''
    expect(secret.length).toBe(32)
    expect(stored).toContain(made.id)
    expect(stored).not.toContain(secret)
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key)))
    expect(stored).toContain(hash.toHex())
  })

  it('is another each time, and the same to a retry under one idempotency key', async () => {
    const input = { role: 'door', name: 'The entrance' } as const
    const [one, two] = await Promise.all([client.key.create.mutate(input), client.key.create.mutate(input)])
    expect(one.key).not.toBe(two.key)
    const idempotencyKey = crypto.randomUUID()
    const first = await client.key.create.mutate({ ...input, idempotencyKey })
    expect(await client.key.create.mutate({ ...input, idempotencyKey })).toEqual(first)
    const other = client.key.create.mutate({ ...input, name: 'Another', idempotencyKey })
    expect(await refusalOf(other)).toMatchObject({ code: 'idempotency_key_reused' })
    expect(await shown(isolate(), `Bearer ${first.key}`)).toBe('ok')
  })

  it('opens as it stands, and is none where it is forged, cut off, swapped or dressed up', async () => {
    const house = isolate()
    const one = (await client.key.create.mutate({ role: 'sales', name: 'One' })).key
    const other = (await client.key.create.mutate({ role: 'sales', name: 'Other' })).key
    expect(await shown(house, `Bearer ${one}`)).toBe('ok')
    expect(await shown(house, `bearer   ${one}`)).toBe('ok')
    const [mqk = '', id = '', secret = '', checksum = ''] = one.split('_')
    const forged = writeStaffKey({
      id: lettersAsBytes(id),
      secret: crypto.getRandomValues(new Uint8Array(32)),
    }).key
    expect(forged.startsWith(`mqk_${id}_`)).toBe(true)
    const unknown = writeStaffKey({ id: new Uint8Array(10), secret: new Uint8Array(32) }).key
    for (const wrong of [
      forged,
      unknown,
      one.slice(0, -1),
      one.slice(1),
      [mqk, id, other.split('_')[2], checksum].join('_'),
      [mqk, other.split('_')[1], secret, other.split('_')[3]].join('_'),
      one.toUpperCase(),
      `${one}${one}`,
      testStaffKey.slice(0, -1),
      `${testStaffKey}x`,
      'x'.repeat(10_000),
    ]) {
      expect([wrong, await shown(house, `Bearer ${wrong}`)]).toEqual([wrong, 'key_invalid'])
    }
    for (const header of [
      one,
      `Basic ${btoa(`staff:${one}`)}`,
      `Token ${one}`,
      'Bearer',
      '',
      `Bearer ${one} x`,
    ]) {
      expect([header, await shown(house, header)]).toEqual([header, 'key_invalid'])
    }
  })

  it('does not ask the database about what was cut off or mistyped', async () => {
    const nobodyThere = openDatabase({ url: 'http://127.0.0.1:1', authToken: '', callMsMax: 1_000 })
    const { key } = writeStaffKey({ id: new Uint8Array(10), secret: new Uint8Array(32) })
    const house = isolate(Date.now, nobodyThere)
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    expect(await shown(house, `Bearer ${key.slice(0, -1)}`)).toBe('key_invalid')
    // Where it cannot be asked, nobody is let in.
    expect(await shown(house, `Bearer ${key}`)).toBe('busy')
  })

  it('is revoked at once here, and elsewhere within ten seconds', async () => {
    let now = Date.now()
    const [here, elsewhere] = [isolate(() => now), isolate(() => now)]
    const { id, key } = await client.key.create.mutate({ role: 'manager', name: 'Left us' })
    expect(await shown(here, `Bearer ${key}`)).toBe('ok')
    expect(await shown(elsewhere, `Bearer ${key}`)).toBe('ok')
    const revoking = await here.request(
      'http://marquee.test/trpc/key.revoke',
      {
        method: 'POST',
        headers: { authorization: `Bearer ${testStaffKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ id }),
      },
      env,
      createExecutionContext(),
    )
    expect(revoking.status).toBe(200)
    expect(await shown(here, `Bearer ${key}`)).toBe('key_invalid')
    now += staffKeyKeptMsMax + 1
    expect(await shown(elsewhere, `Bearer ${key}`)).toBe('key_invalid')
    const revokedAt = (await listed(id))?.revokedAt
    expect(revokedAt).not.toBe(null)
    expect((await client.key.revoke.mutate({ id })).revokedAt).toBe(revokedAt)
    const nobodys = client.key.revoke.mutate({ id: 'mqk_0000000000' })
    expect(await refusalOf(nobodys)).toMatchObject({ code: 'key_not_found' })
  })

  it('has its last use noted, at most once a minute', async () => {
    let now = Date.now()
    const house = isolate(() => now)
    const { id, key } = await client.key.create.mutate({ role: 'door', name: 'Busy' })
    const firstAt = new Date(now).toISOString()
    await shown(house, `Bearer ${key}`)
    expect((await listed(id))?.lastUsedAt).toBe(firstAt)
    now += 59_000
    await shown(house, `Bearer ${key}`)
    expect((await listed(id))?.lastUsedAt).toBe(firstAt)
    now += 1_000
    await shown(house, `Bearer ${key}`)
    expect((await listed(id))?.lastUsedAt).toBe(new Date(now).toISOString())
  })
})

const letters = '0123456789abcdefghjkmnpqrstvwxyz'

function lettersAsBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letters.indexOf(letter))
}
