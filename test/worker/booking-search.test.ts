import { describe, expect, it } from 'vitest'
import { client, db, freshTime, sendJson } from './setup/box-office.ts'
import { clientOf, houseOn } from './setup/house-on.ts'

let letters = 0

/** A name that no other test of the file searches for. */
function freshStart(): string {
  letters += 1
  return `Q${String.fromCharCode(96 + letters)}x`
}

async function book(name: string, phone = '1234567890', showing = freshTime()): Promise<string> {
  return (await client.booking.create.mutate({ showing, best: { count: 1 }, name, phone })).id
}

async function namesFound(text: string): Promise<string[]> {
  return (await client.booking.find.mutate({ text })).bookings.map(({ name }) => name).toSorted()
}

describe('a search for bookings', () => {
  it('finds by how a name begins, whichever way its letters are written', async () => {
    const start = freshStart()
    await book(`${start}ander Sol`)
    await book(`${start.toLowerCase()}aver`)
    await book(`Another ${start}ander`)
    const both = [`${start}ander Sol`, `${start.toLowerCase()}aver`]
    expect(await namesFound(start)).toEqual(both)
    expect(await namesFound(start.toUpperCase())).toEqual(both)
    expect(await namesFound(`  ${start}A `)).toEqual(both)
    expect(await namesFound(`${start}ander s`)).toEqual([`${start}ander Sol`])
    expect(await namesFound(`${start}andersol`)).toEqual([])
  })

  it('knows letters beyond ASCII as names are written with them', async () => {
    for (const name of ['Élodie Ümit', 'ÖZGE', 'åsa']) await book(name)
    for (const [text, name] of [
      ['élodie ü', 'Élodie Ümit'],
      ['ÉLODIE', 'Élodie Ümit'],
      ['E\u0301lod', 'Élodie Ümit'],
      ['özg', 'ÖZGE'],
      ['Åsa', 'åsa'],
    ] as const) {
      expect([text, await namesFound(text)]).toEqual([text, [name]])
    }
  })

  it('takes nothing for a pattern', async () => {
    const start = freshStart()
    await book(`${start}100%`)
    await book(`${start}1000`)
    expect(await namesFound(`${start}100%`)).toEqual([`${start}100%`])
    expect(await namesFound('%%')).toEqual([])
    expect(await namesFound(`${start}_00`)).toEqual([])
    expect(await namesFound("' OR 1=1 --")).toEqual([])
    expect(await namesFound('"\\u0000"')).toEqual([])
  })

  it('finds by the digits of a phone, whatever is written between them', async () => {
    const [one, other] = [freshStart(), freshStart()]
    await book(one, '+91 (98) 76-54.321')
    await book(other, '0998 7654 321')
    for (const text of ['9198765', '+91 987', '91/98-7654321', '919 8765 4321']) {
      expect([text, await namesFound(text)]).toEqual([text, [one]])
    }
    expect(await namesFound('099')).toEqual([other])
    // Two digits are how hundreds of phones begin, and no name.
    expect(await namesFound('91')).toEqual([])
  })

  it('finds who booked in another twelve days, by name and by phone, and cancels by that name', async () => {
    const start = freshStart()
    const phone = '0441 234 987'
    const showing = freshTime()
    const ids = [await book(start, phone, showing)]
    for (const daysAgo of [13, 40]) {
      const then = clientOf(houseOn(db, () => Date.now() - daysAgo * 24 * 3_600_000))
      const input = { showing, best: { count: 1 }, name: start, phone } as const
      ids.push((await then.booking.create.mutate(input)).id)
    }
    expect(new Set(ids.map((id) => id.slice(0, 5))).size).toBe(3)
    expect(await namesFound(start)).toEqual([start, start, start])
    expect(await namesFound('0441234')).toEqual([start, start, start])
    const { cancelled } = await client.booking.cancelByName.mutate({ name: start })
    expect(cancelled.toSorted()).toEqual(ids.toSorted())
  })

  it('finds by a booking, or by how its id begins', async () => {
    const [id, other] = [await book('By id'), await book('By another id')]
    const found = async (text: string) =>
      (await client.booking.find.mutate({ text })).bookings.map((booking) => booking.id)
    expect(await found(id)).toEqual([id])
    expect(await found(id.slice(0, 20))).toEqual([id])
    expect(await found(`${id}0`)).toEqual([])
    expect(await found(id.slice(3))).toEqual([])
    expect(await found('bk_')).toContain(other)
  })

  it('tells twenty at most and that there are more; those to come first, the soonest before the others', async () => {
    const start = freshStart()
    const ids: string[] = []
    for (let count = 0; count < 3; count += 1) ids.push(await book(`${start} ${count}`))
    await client.booking.cancel.mutate({ id: ids[0] ?? '' })
    const found = await client.booking.find.mutate({ text: start })
    expect(found.isMore).toBe(false)
    expect(found.bookings.map(({ id }) => id)).toEqual([ids[1], ids[2], ids[0]])
    expect(found.bookings.map(({ status }) => status)).toEqual(['booked', 'booked', 'cancelled'])
    for (let count = 3; count < 21; count += 1) await book(`${start} ${count}`)
    const many = await client.booking.find.mutate({ text: start })
    expect([many.bookings.length, many.isMore]).toEqual([20, true])
  })

  it('is asked for by POST in /v1, where no address tells what was looked for', async () => {
    const start = freshStart()
    const id = await book(start)
    const answer = await sendJson('POST', '/v1/bookings/search', { text: start })
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ bookings: [{ id }], isMore: false })
    for (const text of ['x', '', ' a ', 'x'.repeat(101), 'a\u0000b']) {
      expect([text, (await sendJson('POST', '/v1/bookings/search', { text })).status]).toEqual([text, 400])
    }
  })
})
