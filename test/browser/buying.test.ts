import { describe, expect, it } from 'vitest'
import { everySize, useBrowser } from './setup/browser.ts'
import { book, bookingIdOf, keepSeats, seatBox, tellName } from './setup/buyer.ts'
import { addShowing, client, seatsOf } from './setup/house.ts'

const visit = useBrowser()

for (const size of everySize) {
  for (const withoutScript of [false, true]) {
    describe(`on a ${size}, ${withoutScript ? 'without' : 'with'} scripts`, () => {
      it('chooses seats, gives a name, and has a booking', async () => {
        const { id } = await addShowing()
        await using visitor = await visit({ size, withoutScript })
        const { page } = visitor
        await keepSeats(page, id, ['B2', 'B3'])
        expect(await page.getByText('€23.00').count()).toBe(1)
        expect((await seatsOf(id)).held).toEqual(['B2', 'B3'])
        await tellName(page)
        await book(page)
        expect(await page.getByRole('heading', { name: 'The Salt Line' }).count()).toBeGreaterThan(0)
        const booking = await client.booking.get.query({ id: bookingIdOf(page) })
        expect(booking).toMatchObject({ seats: ['B2', 'B3'], name: 'Zoë Okafor', price: { total: 2_300 } })
      })

      it('has the best together chosen, with a wheelchair place', async () => {
        const { id } = await addShowing()
        await using visitor = await visit({ size, withoutScript })
        const { page } = visitor
        await page.goto(`/showings/${id}`)
        await page.getByLabel('How many').selectOption('2')
        await page.getByLabel('With a wheelchair place').check()
        await page.getByRole('button', { name: 'Keep the best' }).click()
        await page.waitForURL('**/holds/**')
        expect((await seatsOf(id)).held).toEqual(['A1', 'A2'])
      })

      it('says what is wrong beside the field, and keeps what was typed', async () => {
        const { id } = await addShowing()
        await using visitor = await visit({ size, withoutScript })
        const { page } = visitor
        await keepSeats(page, id, ['B2'])
        await tellName(page, 'Zoë "Z" <b>', 'by pigeon')
        await page.getByRole('button', { name: /^Book/ }).click()
        const phone = page.getByRole('textbox', { name: 'Phone' })
        await page.getByText('Phone must be a phone number').waitFor()
        expect(await phone.getAttribute('aria-invalid')).toBe('true')
        expect(await phone.getAttribute('aria-describedby')).toBe('phone-wrong')
        expect(await phone.inputValue()).toBe('by pigeon')
        expect(await page.getByLabel('Name').inputValue()).toBe('Zoë "Z" <b>')
        await phone.fill('5550100')
        await book(page)
      })

      it('gives seats back for others, which are chosen there still', async () => {
        const { id } = await addShowing()
        await using visitor = await visit({ size, withoutScript })
        const { page } = visitor
        await keepSeats(page, id, ['B2', 'C3'])
        await page.getByRole('button', { name: 'Choose other seats' }).click()
        await page.waitForURL('**/showings/**')
        expect(await seatBox(page, 'B2').isChecked()).toBe(true)
        expect(await seatBox(page, 'C3').isChecked()).toBe(true)
        expect((await seatsOf(id)).held).toEqual([])
      })

      it('cancels a booking', async () => {
        const { id } = await addShowing()
        await using visitor = await visit({ size, withoutScript })
        const { page } = visitor
        await keepSeats(page, id, ['B2', 'C3'])
        await tellName(page)
        await book(page)
        await page.getByText('Cancel the booking', { exact: true }).click()
        await page.getByRole('button', { name: 'Cancel seats B2 and C3' }).click()
        await page.getByText('This booking is cancelled').waitFor()
        expect((await seatsOf(id)).sold).toEqual([])
      })

      it('moves a booking to other seats, and to another showing', async () => {
        const showing = await addShowing()
        const other = await client.showing.add.mutate({
          screen: showing.screen,
          movie: showing.movie.id,
          date: showing.date,
          time: '15:00',
          prices: showing.prices,
        })
        await using visitor = await visit({ size, withoutScript })
        const { page } = visitor
        await keepSeats(page, showing.id, ['B2'])
        await tellName(page)
        await book(page)
        const address = page.url()
        await page.getByRole('link', { name: /^Move/ }).click()
        await seatBox(page, 'B2').uncheck()
        await seatBox(page, 'B3').check()
        await page.getByRole('button', { name: 'Move here' }).click()
        await page.waitForURL(address)
        expect((await seatsOf(showing.id)).sold).toEqual(['B3'])

        await page.getByRole('link', { name: /^Move/ }).click()
        await page.getByLabel('When').selectOption(other.id)
        await page.getByRole('button', { name: 'See its seats' }).click()
        await page.waitForURL('**/move?showing=**')
        await page.getByRole('button', { name: 'Move here' }).click()
        await page.waitForURL(address)
        expect((await seatsOf(showing.id)).sold).toEqual([])
        expect((await seatsOf(other.id)).sold).toEqual(['B3'])
      })
    })
  }
}

it('chooses and books by the keyboard alone', async () => {
  const { id } = await addShowing()
  await using visitor = await visit({ size: 'desktop' })
  const { page } = visitor
  await page.goto(`/showings/${id}`)
  await seatBox(page, 'A1').focus()
  for (const key of ['ArrowDown', 'ArrowRight', 'Space', 'ArrowRight', 'Space'])
    await page.keyboard.press(key)
  expect(await seatBox(page, 'B2').isChecked()).toBe(true)
  expect(await page.getByText('B2 and B3: €23.00').count()).toBe(1)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/holds/**')
  await page.getByLabel('Name').focus()
  await page.keyboard.type('Zoë')
  await page.keyboard.press('Tab')
  await page.keyboard.type('5550100')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/b/bk_*')
  expect((await seatsOf(id)).sold).toEqual(['B2', 'B3'])
})

it('reaches every seat by Tab, without scripts', async () => {
  const { id } = await addShowing()
  await using visitor = await visit({ withoutScript: true })
  const { page } = visitor
  await page.goto(`/showings/${id}`)
  await seatBox(page, 'A1').focus()
  for (let step = 0; step < 7; step += 1) await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  expect(await seatBox(page, 'A8').isChecked()).toBe(true)
})

it('counts the time down that seats are kept for, and says aloud when little is left', async () => {
  const { id } = await addShowing()
  await using visitor = await visit()
  const { page } = visitor
  await page.clock.install()
  await keepSeats(page, id, ['B2'])
  await page.getByText(/ [45]:\d\d left\./).waitFor()
  const said = page.locator('#said')
  expect(await said.textContent()).toBe('')
  await page.clock.fastForward('03:10')
  await page.getByText(/ 1:\d\d left\./).waitFor()
  expect(await said.textContent()).toMatch(/^Your seats are kept for 1[01]\d more seconds/)
})
