import { expect, it } from 'vitest'
import { axeFindings } from './setup/accessible.ts'
import { everySize, useBrowser } from './setup/browser.ts'
import { addShowing, client } from './setup/house.ts'

const visit = useBrowser()
const buyer = { name: 'Zoë Okafor', phone: '5550100' }

it.each([1, 4, 10, 20])('prints %i tickets on one page', async (count) => {
  const { id } = await addShowing({ plan: 'A: 1-20' })
  const booking = await client.booking.create.mutate({ showing: id, best: { count }, ...buyer })
  await using visitor = await visit({ size: 'desktop' })
  const { page } = visitor
  await page.goto(`/b/${booking.id}`)
  expect(await page.locator('.ticket').count()).toBe(count)
  for (const format of ['A4', 'Letter']) {
    const sheets = (await page.pdf({ format })).toString('latin1').match(/\/Type\s*\/Page\b/g)
    expect(sheets).toHaveLength(1)
  }
})

it('bears for each seat the code that the door reads', async () => {
  const { id } = await addShowing()
  const booking = await client.booking.create.mutate({ showing: id, seats: ['B2', 'B3'], ...buyer })
  await using visitor = await visit({ withoutScript: true })
  const { page } = visitor
  await page.goto(`/b/${booking.id}`)
  const { tickets } = await client.booking.tickets.query({ id: booking.id })
  const links = await page
    .getByRole('link', { name: /^Share/ })
    .evaluateAll((all) => all.map((one) => one.getAttribute('href')))
  expect(links).toEqual(tickets.map(({ code }) => `/t/${code}`))
  expect(await page.getByRole('img', { name: 'Code of the ticket for seat B3' }).count()).toBe(1)
})

for (const size of everySize) {
  for (const dark of [false, true]) {
    it(`shows a friend one ticket alone, without a barrier, on a ${size}, ${dark ? 'dark' : 'light'}`, async () => {
      const { id } = await addShowing()
      const booking = await client.booking.create.mutate({ showing: id, seats: ['B2', 'B3'], ...buyer })
      await using visitor = await visit({ size, dark })
      const { page } = visitor
      await page.goto(`/b/${booking.id}`)
      await page.getByRole('link', { name: 'Share this ticket for seat B3' }).click()
      await page.waitForURL('**/t/**')
      await page.getByText('It lets one person in, once.').waitFor()
      const html = await page.content()
      expect(html).toContain('B3')
      for (const secret of ['B2', booking.id, buyer.name, buyer.phone]) expect(html).not.toContain(secret)
      expect(await axeFindings(page)).toEqual([])

      const shared = page.url()
      await client.booking.cancel.mutate({ id: booking.id })
      await page.goto(shared)
      expect(await page.locator('.qr').count()).toBe(0)
      expect(await axeFindings(page)).toEqual([])
    })
  }
}

it('hands a ticket on where the machine can', async () => {
  const { id } = await addShowing()
  const booking = await client.booking.create.mutate({ showing: id, seats: ['B2'], ...buyer })
  await using visitor = await visit()
  const { page } = visitor
  await page.addInitScript(() => {
    Object.assign(navigator, {
      share: (shared: { readonly url: string }) => {
        document.title = shared.url
        return Promise.resolve()
      },
    })
  })
  await page.goto(`/b/${booking.id}`)
  await page.getByRole('link', { name: 'Share this ticket' }).click()
  await expect.poll(() => page.title()).toMatch(/\/t\/MQ\./)
  expect(new URL(page.url()).pathname).toBe(`/b/${booking.id}`)
})

it('gives the booking to a calendar', async () => {
  const { id } = await addShowing()
  const booking = await client.booking.create.mutate({ showing: id, seats: ['B2'], ...buyer })
  await using visitor = await visit()
  const { page, context } = visitor
  await page.goto(`/b/${booking.id}`)
  const href = await page.getByRole('link', { name: 'Add to calendar' }).getAttribute('href')
  const answer = await context.request.get(href ?? '')
  expect(answer.headers()['content-type']).toContain('text/calendar')
})
