import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { axeFindings } from './setup/accessible.ts'
import { everySize, useBrowser } from './setup/browser.ts'
import { signIn } from './setup/desk.ts'
import { addShowing, bookSeats, client } from './setup/house.ts'

const visit = useBrowser()

async function sold(seats = ['A3', 'A4']): Promise<{ showing: string; booking: string; codes: string[] }> {
  const { id: showing } = await addShowing()
  const booking = await bookSeats(showing, { seats, name: 'Mira Sol', phone: '0660 123456' })
  const { tickets } = await client.booking.tickets.query({ id: booking })
  return { showing, booking, codes: tickets.map(({ code }) => code) }
}

async function standAt(page: Page, showing: string, device: string): Promise<void> {
  await page.goto(`/desk/door/${showing}`)
  await page.getByLabel('This door is called').fill(device)
}

/** By keyboard, as a scanner that types does. */
async function show(page: Page, code: string): Promise<void> {
  await page.getByLabel('Ticket or seat').fill(code)
  await page.keyboard.press('Enter')
}

async function says(page: Page, text: string | RegExp): Promise<void> {
  await page.getByRole('alert').filter({ hasText: text }).waitFor()
}

/** In the page's own database, under a key. */
async function keep(page: Page, key: string, value: unknown): Promise<void> {
  await page.evaluate(
    ([name, kept]) => {
      const opening = indexedDB.open('keyval-store')
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      opening.addEventListener('success', () => {
        const writing = opening.result.transaction('keyval', 'readwrite')
        writing.objectStore('keyval').put(kept, name)
        writing.addEventListener('complete', () => resolve())
        writing.addEventListener('error', () => reject(writing.error ?? new Error('not written')))
      })
      return promise
    },
    [key, value] as const,
  )
}

async function keptKeys(page: Page): Promise<unknown[]> {
  return page.evaluate(() => {
    const { promise, resolve } = Promise.withResolvers<unknown[]>()
    const opening = indexedDB.open('keyval-store')
    opening.addEventListener('success', () => {
      const reading = opening.result.transaction('keyval').objectStore('keyval').getAllKeys()
      reading.addEventListener('success', () => resolve(reading.result))
    })
    return promise
  })
}

for (const withoutScript of [false, true]) {
  it(`lets a ticket in once, and says what is wrong with others${withoutScript ? ', without scripts' : ''}`, async () => {
    const { showing, codes } = await sold()
    const other = await sold()
    await using visitor = await visit({ withoutScript })
    const { page } = visitor
    await signIn(page)
    await standAt(page, showing, 'Door 1')
    await show(page, codes[0] ?? '')
    await says(page, /Welcome, A3.*A4 of the same booking is still out/)
    await show(page, codes[0] ?? '')
    await says(page, /Already in.*A3 came in at \d\d:\d\d, by Door 1/)
    await show(page, 'a4')
    await says(page, /Welcome, A4.*Everybody of this booking is in/)
    await show(page, other.codes[0] ?? '')
    await says(page, /Other showing.*starts/)
    await show(page, `${codes[0]?.slice(0, -4)}AAAA`)
    await says(page, 'Forged')
    await show(page, 'C9')
    await says(page, /Not sold|Try again/)
    expect(await page.locator('#count').textContent()).toMatch(/^\s*2 of 2 in/)
  })
}

/** Until the door can be opened without a net: the page is kept with all that it is made of, and its worker answers for it. */
async function untilKept(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const kept = await (await caches.open('door')).match(location.href)
        return navigator.serviceWorker.controller?.state === 'activated' && kept !== undefined
      }),
    )
    .toBe(true)
}

it('goes on without a net, also after a reload, and tells the house when it is back', async () => {
  const { showing, codes } = await sold()
  await using visitor = await visit()
  const { page, context } = visitor
  await signIn(page)
  await standAt(page, showing, 'Door 1')
  await untilKept(page)

  await context.setOffline(true)
  await show(page, codes[0] ?? '')
  await says(page, /Welcome, A3/)
  await page.getByText('1 scan waits for it').waitFor()
  await page.reload()
  await page.getByText('No net: this door judges by itself').waitFor()
  await show(page, codes[0] ?? '')
  await says(page, /Already in.*by Door 1/)
  await show(page, `${codes[1]?.slice(0, -4)}AAAA`)
  await says(page, 'Forged')
  expect((await client.door.get.query({ showing })).admitted).toEqual([])

  await context.setOffline(false)
  await page.getByText('No net').waitFor({ state: 'hidden' })
  const { admitted } = await client.door.get.query({ showing })
  expect(admitted).toMatchObject([{ seat: 'A3', first: { device: 'Door 1' }, again: [] }])
})

it('names who was let in at two doors that could not hear of each other', async () => {
  const { showing, codes } = await sold()
  await using one = await visit()
  await using other = await visit({ size: 'desktop' })
  const doors = [
    ['Door 1', one],
    ['Door 2', other],
  ] as const
  for (const [device, { page }] of doors) {
    await signIn(page)
    await standAt(page, showing, device)
    await page.locator('#count', { hasText: '0 of 2 in' }).waitFor()
    await untilKept(page)
  }
  for (const [, { page, context }] of doors) {
    await context.setOffline(true)
    await show(page, codes[0] ?? '')
    await says(page, /Welcome, A3/)
  }
  await other.context.setOffline(false)
  await other.page.getByText('No net').waitFor({ state: 'hidden' })
  await one.context.setOffline(false)
  await one.page.getByRole('heading', { name: 'Let in twice' }).waitFor()
  const twice = await one.page.locator('#twice li').allTextContents()
  expect(twice).toEqual([expect.stringMatching(/^A3: Door 1 at \d\d:\d\d, and Door 2 at \d\d:\d\d$/)])
})

it('names who was let in on a ticket that was cancelled meanwhile, and says that one is signed out', async () => {
  const { showing, booking, codes } = await sold()
  await using visitor = await visit()
  const { page, context } = visitor
  await signIn(page)
  await standAt(page, showing, 'Door 1')
  await untilKept(page)
  await context.setOffline(true)
  await show(page, codes[0] ?? '')
  await says(page, /Welcome, A3/)
  await client.booking.cancel.mutate({ id: booking })
  await context.setOffline(false)
  await page.getByRole('heading', { name: 'Let in on a ticket that was not valid any more' }).waitFor()
  await page.getByText(/A3: Door 1 at \d\d:\d\d/).waitFor()
  expect(await axeFindings(page)).toEqual([])
  await context.clearCookies()
  await page.getByText('You are signed out').waitFor()
})

it('judges by itself where the house cannot say what became of a scan', async () => {
  const { showing, codes } = await sold()
  await using visitor = await visit()
  const { page } = visitor
  await signIn(page)
  await standAt(page, showing, 'Door 1')
  await page.locator('#count', { hasText: '0 of 2 in' }).waitFor()
  const unknown = { code: 'outcome_unknown', message: 'Nobody knows.', details: { retryAfterSeconds: 1 } }
  await page.route(`**/desk/door/${showing}`, (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({ json: { ok: false, failure: unknown } })
      : route.fallback(),
  )
  await show(page, codes[0] ?? '')
  await says(page, /Welcome, A3/)
  await expect
    .poll(async () => (await client.door.get.query({ showing })).admitted)
    .toMatchObject([{ seat: 'A3', first: { device: 'Door 1' }, again: [] }])
})

it('sets aside a scan that the house will never take, and tells it the others, however much they are at once', async () => {
  const { showing, codes } = await sold()
  await using visitor = await visit()
  const { page } = visitor
  await signIn(page)
  await standAt(page, showing, 'Door 1')
  await page.locator('#count', { hasText: '0 of 2 in' }).waitFor()
  const scan = (id: string, seat: string, code = '') => ({
    id,
    seat,
    showing,
    code,
    device: 'Door 1',
    scannedAt: new Date().toISOString(),
  })
  const many = Array.from({ length: 98 }, (_, index) =>
    scan(`${'0'.repeat(16)}${index}`, 'A3', codes[0] ?? ''),
  )
  const queue = [scan('short', 'B1', codes[0]), ...many, scan('1'.repeat(32), 'A4', codes[1])]
  await keep(page, 'queue', queue)
  // A house that takes less at once than it does.
  await page.route(`**/desk/door/${showing}/scans`, (route) => {
    const sent = new URLSearchParams(route.request().postData() ?? '').get('scans') ?? ''
    return sent.split('scannedAt').length > 11 ? route.fulfill({ status: 413 }) : route.fallback()
  })
  await page.reload()
  await page.getByRole('heading', { name: 'not understood by the house' }).waitFor()
  expect(await page.locator('#unread li').allTextContents()).toEqual([
    expect.stringMatching(/^B1: Door 1 at /),
  ])
  await page.locator('#count', { hasText: '2 of 2 in' }).waitFor()
  const { admitted } = await client.door.get.query({ showing })
  expect(admitted).toMatchObject([{ seat: 'A3' }, { seat: 'A4' }])
  expect(await page.locator('#net').isHidden()).toBe(true)
  expect(await axeFindings(page)).toEqual([])
})

it('keeps nothing of showings that are over, and no more scans than it can tell of', async () => {
  const { showing, codes } = await sold()
  await using visitor = await visit()
  const { page, context } = visitor
  await signIn(page)
  await standAt(page, showing, 'Door 1')
  await page.locator('#count', { hasText: '0 of 2 in' }).waitFor()
  await keep(page, 'view main-20200229T1930Z', { showing: 'main-20200229T1930Z' })
  await standAt(page, showing, 'Door 1')
  await expect.poll(() => keptKeys(page)).toEqual([`view ${showing}`])

  await context.setOffline(true)
  await keep(
    page,
    'queue',
    Array.from({ length: 10_000 }, (_, id) => ({ id: String(id), showing: 'main-20300228T1930Z' })),
  )
  await show(page, codes[0] ?? '')
  await says(page, /Try again.*10,000 scans wait/)
})

for (const size of everySize) {
  for (const dark of [false, true]) {
    it(`has no barrier on a ${size}, ${dark ? 'dark' : 'light'}`, { timeout: 60_000 }, async () => {
      const { showing, codes } = await sold()
      await using visitor = await visit({ size, dark })
      const { page } = visitor
      await signIn(page)
      await page.goto('/desk/door')
      expect(await axeFindings(page)).toEqual([])
      await standAt(page, showing, 'Door 1')
      expect(await axeFindings(page)).toEqual([])
      for (const text of ['Welcome', 'Already in']) {
        await show(page, codes[0] ?? '')
        await says(page, text)
        expect(await axeFindings(page)).toEqual([])
      }
    })
  }
}
