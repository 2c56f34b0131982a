import { describe, expect, it } from 'vitest'
import { client, freshName, freshTime } from './setup/box-office.ts'
import { DeskBrowser, type Page, hiddenIn } from './setup/desk-browser.ts'

async function sold(seats = ['C1', 'C2']): Promise<{ id: string; showing: string; codes: string[] }> {
  const booking = await client.booking.create.mutate({
    showing: freshTime(),
    seats,
    name: freshName(),
    phone: '1234567890',
  })
  const { tickets } = await client.booking.tickets.query({ id: booking.id })
  return { id: booking.id, showing: booking.showing.id, codes: tickets.map(({ code }) => code) }
}

async function atDoor(): Promise<DeskBrowser> {
  return DeskBrowser.of((await client.key.create.mutate({ role: 'door', name: 'Stands there' })).key)
}

/** The big answer of a page. */
function verdictIn({ text }: Page): string {
  const box = /<div id="verdict"[^>]*>(.*?)<\/div>/s.exec(text)?.[1] ?? ''
  return box
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

const asScript = { accept: 'application/json' }

describe('the door, as a page', () => {
  it('tells which showings are on, and leads to each', async () => {
    const browser = await atDoor()
    const { status, text } = await browser.see('/desk/door')
    expect(status).toBe(200)
    expect(text).toContain('aria-current="page">Door</a>')
  })

  it('lets somebody in, and names who of the booking is still out', async () => {
    const [browser, { showing, codes }] = [await atDoor(), await sold()]
    const door = `/desk/door/${showing}`
    const page = await browser.send(door, { code: codes[0] ?? '', device: 'Door 1' })
    expect(page.status).toBe(200)
    expect(verdictIn(page)).toBe('✓ Welcome, C1 C2 of the same booking is still out.')
    const again = await browser.send(door, { code: 'c1', device: 'Door 2' })
    expect(again.status).toBe(409)
    expect(verdictIn(again)).toMatch(/^↺ Already in C1 came in at \d\d:\d\d, by Door 1\.$/)
    const other = await browser.send(door, { code: 'c2', device: 'Door 2' })
    expect(verdictIn(other)).toBe('✓ Welcome, C2 Everybody of this booking is in.')
  })

  it('finds a seat by its own name, which may have small letters', async () => {
    const id = `low${Date.now()}`
    await client.screen.add.mutate({ id, name: 'Low', plan: 'a: 1-4', openSchedule: true })
    const when = { ...freshTime(), screen: id }
    const buyer = { name: freshName(), phone: '1234567890' }
    const { showing } = await client.booking.create.mutate({ showing: when, seats: ['a1'], ...buyer })
    const page = await (await atDoor()).send(`/desk/door/${showing.id}`, { code: 'a1', device: 'Door 1' })
    expect(verdictIn(page)).toMatch(/^✓ Welcome, a1/)
  })

  it('sent twice, it is one scan', async () => {
    const [browser, { showing, codes }] = [await atDoor(), await sold()]
    const door = `/desk/door/${showing}`
    const fields = { code: codes[0] ?? '', device: 'Door 1', key: hiddenIn(await browser.see(door), 'key') }
    for (const page of [await browser.send(door, fields), await browser.send(door, fields)])
      expect(verdictIn(page)).toMatch(/^✓ Welcome, C1/)
  })

  it('says of a ticket that does not let in why', async () => {
    const [browser, here, elsewhere, cancelled] = [await atDoor(), await sold(), await sold(), await sold()]
    await client.booking.cancel.mutate({ id: cancelled.id })
    const say = async (showing: string, code = ''): Promise<string> =>
      verdictIn(await browser.send(`/desk/door/${showing}`, { code, device: 'Door 1' }))
    expect(await say(here.showing, elsewhere.codes[0])).toMatch(/^✕ Other showing This ticket.*starts/)
    expect(await say(cancelled.showing, cancelled.codes[0])).toMatch(/^✕ No longer valid/)
    expect(await say(here.showing, `${here.codes[0]?.slice(0, -4)}AAAA`)).toMatch(/^✕ Forged/)
    expect(await say(here.showing, 'A1')).toMatch(/^✕ Not sold/)
  })

  it('asks beside the fields for what was left out', async () => {
    const [browser, { showing }] = [await atDoor(), await sold()]
    const page = await browser.send(`/desk/door/${showing}`, { code: '', device: '' })
    expect(page.status).toBe(400)
    expect(page.text).toContain('id="code-wrong"')
  })

  it('knows the next time what the door is called, and writes what was typed as text', async () => {
    const [browser, { showing, codes }] = [await atDoor(), await sold()]
    const name = '"><script>alert(1)</script>'
    const sent = await browser.send(`/desk/door/${showing}`, { code: codes[0] ?? '', device: name })
    expect(sent.headers.get('set-cookie')).toMatch(
      /^marquee_door=[^;]+; Max-Age=31536000; Path=\/desk\/door; HttpOnly; SameSite=Strict$/,
    )
    browser.cookie += `; ${/^[^;]*/.exec(sent.headers.get('set-cookie') ?? '')?.[0]}`
    const kept = await browser.see(`/desk/door/${showing}`)
    const again = await browser.send(`/desk/door/${showing}`, { code: 'C1', device: name })
    for (const { text } of [sent, kept, again]) {
      expect(text).not.toContain('<script>alert')
      expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    }
  })

  it('says so where there is no such showing', async () => {
    const { showing } = await sold()
    const none = showing.replace('main-', 'nowhere-')
    const { status, text } = await (await atDoor()).see(`/desk/door/${none}`)
    expect(status).toBe(404)
    expect(/data-code="(\w+)"/.exec(text)?.[1]).toBe('screen_not_found')
  })
})

describe('the door, to its own script', () => {
  it('tells all that a device needs to judge by itself, and nobody who comes', async () => {
    const [browser, { id, showing }] = [await atDoor(), await sold()]
    const { text, headers } = await browser.see(`/desk/door/${showing}/view`, asScript)
    expect(headers.get('content-type')).toBe('application/json')
    expect(JSON.parse(text)).toMatchObject({
      ok: true,
      value: { showing, tickets: [{ seat: 'C1' }, { seat: 'C2' }], admitted: [] },
    })
    expect(text).not.toContain(id)
    expect(text).not.toContain('1234567890')
  })

  it('takes in what was scanned meanwhile, once however often it is told', async () => {
    const [browser, { showing, codes }] = [await atDoor(), await sold()]
    const scannedAt = new Date().toISOString()
    const scan = { id: 'offline-scan-number-one', code: codes[0], device: 'Door 1', scannedAt }
    const other = { ...scan, id: 'offline-scan-number-two', device: 'Door 2' }
    for (const scans of [[scan], [scan, other], [other]]) {
      const fields = { scans: JSON.stringify({ scans }) }
      const { text } = await browser.send(`/desk/door/${showing}/scans`, fields, asScript)
      const outcomes = scans.map(({ id }) => ({ id, outcome: 'stored' }))
      expect(JSON.parse(text)).toMatchObject({ ok: true, value: { scans: outcomes } })
    }
    const { text } = await browser.see(`/desk/door/${showing}`)
    expect(text.replaceAll(/\s+/g, ' ')).toMatch(/C1: Door 1 at \d\d:\d\d, and Door 2 at \d\d:\d\d/)
  })

  it('refuses scans that are none, as data', async () => {
    const [browser, { showing }] = [await atDoor(), await sold()]
    for (const scans of ['', 'nonsense', '[]', '{"scans":[]}']) {
      const { text } = await browser.send(`/desk/door/${showing}/scans`, { scans }, asScript)
      expect([scans, JSON.parse(text).ok]).toEqual([scans, false])
    }
  })
})
