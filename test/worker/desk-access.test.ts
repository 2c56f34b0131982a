import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../worker/app.ts'
import { rolesFor } from '../../worker/domain/access.ts'
import { type Role, roles } from '../../worker/domain/caller.ts'
import { isDesk } from '../../worker/faces/pages/desk/path.ts'
import { openHouse } from '../../worker/office/house.ts'
import { type DeskAsk, deskAsks } from '../setup/desk-asks.ts'
import { testStaffKey } from '../setup/staff-key.ts'
import { client, db } from './setup/box-office.ts'
import { DeskBrowser } from './setup/desk-browser.ts'
import { partsOn } from './setup/house-on.ts'

const options = { allowedHosts: [], assets: env.ASSETS, localCron: undefined }
const app = createApp(openHouse(partsOn(db)), options)
const closed = createApp(openHouse({ ...partsOn(db), staffKey: undefined }), options)
const browsers = new Map<Role, DeskBrowser>()

beforeAll(async () => {
  for (const role of roles) {
    const { key } = await client.key.create.mutate({ role, name: `Of ${role}` })
    browsers.set(role, await DeskBrowser.of(key, app))
  }
})

/** How it is kept from whoever asks; or `let through`, whatever comes of it then. */
async function verdictOn(browser: DeskBrowser, { path, fields }: DeskAsk): Promise<string> {
  const { status, location, text } =
    fields === undefined ? await browser.see(path) : await browser.send(path, fields)
  if (location?.startsWith('/desk/sign-in?') || location === '/desk/sign-in') return 'led to sign in'
  if (status === 401) return 'asked to sign in'
  if (status === 403 && text.includes('may not do this')) return 'forbidden'
  if (status >= 500) throw new Error(`${path} answered ${status}: ${text}`)
  return 'let through'
}

describe('the desk', () => {
  it('has no page that this walk leaves out', () => {
    const there = app.routes.flatMap(({ method, path }) =>
      method === 'ALL' || !isDesk(path) || path === '/desk/sign-in' ? [] : `${method} ${path}`,
    )
    expect(deskAsks.map(({ route }) => route).toSorted()).toEqual(there.toSorted())
  })

  it.each(deskAsks.filter(({ path }) => path !== '/desk/sign-out'))(
    'lets those $operation who may, by $route',
    async (ask) => {
      const may = rolesFor(ask.operation)
      for (const [role, browser] of browsers) {
        const expected = may === undefined || may.includes(role) ? 'let through' : 'forbidden'
        expect([role, await verdictOn(browser, ask)]).toEqual([role, expected])
      }
    },
  )

  it.each(deskAsks)(
    'shows nobody anything without a sign-in, nor does anything for him, by $route',
    async (ask) => {
      const expected = ask.fields === undefined ? 'led to sign in' : 'asked to sign in'
      expect(await verdictOn(new DeskBrowser(app), ask)).toBe(expected)
      const shown = new DeskBrowser(app)
      shown.cookie = 'marquee_desk=first.9999999999999.x.y'
      expect(await verdictOn(shown, ask)).toBe(expected)
    },
  )

  it('is closed to every session where the house has no secret for its staff', async () => {
    const browser = new DeskBrowser(closed)
    browser.cookie = (await DeskBrowser.of(testStaffKey, app)).cookie
    for (const ask of deskAsks) {
      expect(await verdictOn(browser, ask)).not.toBe('let through')
    }
  })

  it('shows each role the buttons that it may press', async () => {
    const { id: screen } = await client.screen.add.mutate({ id: 'buttons', name: 'Buttons', plan: 'A: 1-4' })
    const movie = await client.movie.add.mutate({ title: 'Buttons', runningMinutes: 90 })
    const date = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10)
    const { id } = await client.showing.add.mutate({ screen, movie: movie.id, date, time: '20:00' })
    const seen: Record<string, boolean[]> = {}
    for (const [role, browser] of browsers) {
      const { text } = await browser.see(`/desk/showings/${id}`)
      seen[role] = ['/sell"', '/block"', '/cancel"', '/desk/programme"', '/desk/keys"'].map((what) =>
        text.includes(what),
      )
    }
    expect(seen).toEqual({
      door: [true, false, false, false, false],
      sales: [true, true, false, false, false],
      manager: [true, true, true, true, true],
    })
  })
})
