import { describe, expect, it } from 'vitest'
import { axeFindings } from './setup/accessible.ts'
import { everySize, useBrowser } from './setup/browser.ts'
import { book, keepSeats, seatBox, tellName } from './setup/buyer.ts'
import { addShowing, client } from './setup/house.ts'

const visit = useBrowser()

for (const size of everySize) {
  for (const dark of [false, true]) {
    describe(`on a ${size}, ${dark ? 'dark' : 'light'}, there is no barrier`, () => {
      it('on a map with all kinds of seats', async () => {
        const { id } = await addShowing()
        const hold = { showing: id, seats: ['B1'] }
        await client.hold.place.mutate(hold)
        await client.booking.create.mutate({ ...hold, seats: ['B4'], name: 'Noor', phone: '5550100' })
        await using visitor = await visit({ size, dark })
        const { page } = visitor
        await page.goto(`/showings/${id}`)
        await seatBox(page, 'A1').check()
        await seatBox(page, 'D2').check()
        expect(await axeFindings(page)).toEqual([])
        await page.getByLabel('How many').selectOption('10')
        await page.getByLabel('Where').selectOption('box')
        await page.getByRole('button', { name: 'Keep the best' }).click()
        await page.getByText('There are no 10 such seats free').waitFor()
        expect(await axeFindings(page)).toEqual([])
      })

      it('on the way to a ticket, and with it', async () => {
        const { id } = await addShowing()
        await using visitor = await visit({ size, dark })
        const { page } = visitor
        await keepSeats(page, id, ['A1', 'B2'])
        expect(await axeFindings(page)).toEqual([])
        await page.getByRole('button', { name: /^Book/ }).click()
        await page.getByText('Name must not be empty.').waitFor()
        expect(await axeFindings(page)).toEqual([])
        await tellName(page)
        await book(page)
        await page.getByText('Cancel the booking', { exact: true }).click()
        expect(await axeFindings(page)).toEqual([])
        const address = page.url()
        await page.getByRole('link', { name: /^Move/ }).click()
        await page.waitForURL('**/move')
        expect(await axeFindings(page)).toEqual([])
        await page.goto(address)
        await page.getByText('Cancel the booking', { exact: true }).click()
        await page.getByRole('button', { name: 'Cancel seats A1 and B2' }).click()
        await page.getByText('This booking is cancelled').waitFor()
        expect(await axeFindings(page)).toEqual([])
      })

      it('where there is nothing to be had', async () => {
        const { id } = await addShowing()
        await using visitor = await visit({ size, dark })
        const { page } = visitor
        await keepSeats(page, id, ['B2'])
        await client.hold.release.mutate({ id: new URL(page.url()).pathname.split('/')[2] ?? '' })
        await page.reload()
        await page.getByText('These seats are not kept for you any more.').waitFor()
        expect(await axeFindings(page)).toEqual([])
        await client.showing.cancel.mutate({ showing: id })
        await page.goto(`/showings/${id}`)
        await page.getByText('This showing is cancelled.').waitFor()
        expect(await axeFindings(page)).toEqual([])
        await page.goto('/nowhere')
        await page.getByText('There is no such page').first().waitFor()
        expect(await axeFindings(page)).toEqual([])
      })
    })
  }
}
