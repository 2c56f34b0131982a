import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { createClient } from '@libsql/client/sqlite3'
import { describe, expect, it } from 'vitest'
import { createMarqueeClient, failureOf } from '../../client/index.ts'
import { type RunningHouse, startHouse, temporaryDirectory } from './setup/running-house.ts'

const date = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)

/** A person like no other: whatever tells of him tells one of these. */
const person = { name: 'Quixzwy Marked-Name', phone: '+49 555 0171 7171' }
const marks = ['Quixzwy', 'Marked-Name', '0171 7171', '0171%207171', '4955501717171', 'Quixzwy'.toUpperCase()]

function marksIn(text: string): string[] {
  return marks.filter((mark) => text.includes(mark))
}

/** Each way in which a name gets into the house, with those that go wrong. Answers what was said to refusals. */
async function doEverything(house: RunningHouse, databaseFile: string): Promise<string[]> {
  const client = createMarqueeClient({ url: house.url, key: await house.staffKey() })
  const showing = (time: string): { date: string; time: string } => ({ date, time })
  const refusals: string[] = []
  const refused = async (call: Promise<unknown>): Promise<void> => {
    const error: unknown = await call.then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    refusals.push(JSON.stringify(failureOf(error)))
  }
  const idempotencyKey = crypto.randomUUID()
  const request = { showing: showing('10:00'), seats: ['A1', 'A2'], ...person, idempotencyKey }
  const booking = await client.booking.create.mutate(request)
  await client.booking.create.mutate(request)
  await refused(client.booking.create.mutate({ ...request, seats: ['A3'] }))
  await refused(client.booking.create.mutate({ ...request, idempotencyKey: crypto.randomUUID() }))
  await refused(client.booking.create.mutate({ ...request, phone: `${person.phone} ${person.name}` }))
  await refused(client.booking.create.mutate({ ...request, seats: ['Z99'] }))
  const hold = await client.hold.place.mutate({ showing: showing('10:00'), seats: ['B1'] })
  await client.booking.create.mutate({ hold: hold.id, ...person })
  await client.booking.move.mutate({ id: booking.id, showing: showing('11:00'), seats: ['C1'] })
  await client.booking.list.query({ date })
  await client.booking.cancelByName.mutate({ name: person.name })

  const classic = { name: person.name, phn: person.phone, date, time: '12:00', tickets: 1, seats: ['D1'] }
  const send = async (method: string, route: string, body?: unknown): Promise<string> => {
    const json = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
    return (await fetch(`${house.url}${route}`, { method, ...json })).text()
  }
  expect(await send('POST', '/book', classic)).toContain('Booked successfully')
  refusals.push(await send('POST', '/book', classic))
  refusals.push(await send('POST', '/book', { ...classic, phn: person.name }))
  refusals.push(await send('POST', '/book', `{"name": "${person.name}", "phn": ${person.phone}`))
  expect(await send('PUT', '/update', { name: person.name, time: '13:00' })).toContain('Updated successfully')
  expect(await send('DELETE', `/delete/${encodeURIComponent(person.name)}`)).toContain('Deleted successfully')
  refusals.push(await send('DELETE', `/delete/${encodeURIComponent(person.name)}`))
  expect(await send('POST', '/book', classic)).toContain('Booked successfully')

  // A fault of ours, too, is told without whom it met.
  const database = createClient({ url: `file:${databaseFile}` })
  await database.execute('ALTER TABLE tickets RENAME TO mislaid')
  await refused(
    client.booking.create.mutate({
      ...request,
      showing: showing('14:00'),
      idempotencyKey: crypto.randomUUID(),
    }),
  )
  await database.execute('ALTER TABLE mislaid RENAME TO tickets')
  database.close()
  await fetch(`${house.url}/cdn-cgi/handler/scheduled?time=${Date.now()}&cron=*+*+*+*+*`)
  return refusals
}

async function everyByteOf(directory: string): Promise<string> {
  const files = (await readdir(directory)).filter((name) => name.startsWith('marquee.db'))
  const contents = await Promise.all(files.map((name) => readFile(path.join(directory, name), 'latin1')))
  return contents.join('\n')
}

describe('names and phones', () => {
  it('are told in no log, refusal, event or live map, and are in no byte of the database once erased', async () => {
    await using directory = await temporaryDirectory()
    await using house = await startHouse(directory.path)
    const databaseFile = path.join(directory.path, 'marquee.db')
    const heard: string[] = []
    const id = (time: string): string => `main-${date.replaceAll('-', '')}T${time}Z`
    const sockets = ['1000', '1100', '1200', '1300'].map(
      (time) => new WebSocket(`${house.url.replace('http', 'ws')}/v1/showings/${id(time)}/live`),
    )
    for (const socket of sockets) socket.addEventListener('message', ({ data }) => heard.push(String(data)))
    await Promise.all(
      sockets.map(
        (socket) => new Promise((resolve) => socket.addEventListener('open', resolve, { once: true })),
      ),
    )

    const refusals = await doEverything(house, databaseFile)
    expect(refusals.length).toBeGreaterThan(6)
    expect(refusals.flatMap(marksIn)).toEqual([])
    expect(heard.length).toBeGreaterThan(sockets.length)
    expect(heard.flatMap(marksIn)).toEqual([])
    for (const socket of sockets) socket.close()

    const database = createClient({ url: `file:${databaseFile}` })
    for (const table of [
      'events',
      'idempotency_keys',
      'holds',
      'bookings',
      'tickets',
      'conservation_checks',
    ]) {
      const { rows } = await database.execute(`SELECT * FROM ${table}`)
      expect({ table, marks: marksIn(JSON.stringify(rows)) }).toEqual({ table, marks: [] })
    }
    database.close()

    expect(marksIn(await everyByteOf(directory.path))).not.toEqual([])
    const client = createMarqueeClient({ url: house.url, key: await house.staffKey() })
    const told = await client.person.export.mutate({ name: person.name, phone: '4955501717171' })
    expect(told.bookings.map(({ name, history }) => [name, history[0]?.kind])).toEqual(
      Array.from({ length: 4 }, () => [person.name, 'booked']),
    )
    expect(await client.person.erase.mutate(person)).toEqual({ erased: 4 })
    expect(await client.person.erase.mutate(person)).toEqual({ erased: 0 })
    expect((await client.person.export.mutate(person)).bookings).toEqual([])
    expect(marksIn(await everyByteOf(directory.path))).toEqual([])
    expect(marksIn(house.output())).toEqual([])
    expect(house.output()).toContain('audit head')
  })
})
