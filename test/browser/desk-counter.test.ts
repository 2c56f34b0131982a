import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { useBrowser } from './setup/browser.ts'
import { signIn } from './setup/desk.ts'
import { addShowing } from './setup/house.ts'

const visit = useBrowser()

function seatOf(page: Page, label: string): Locator {
  return page.getByRole('checkbox', { name: new RegExp(`^${label},`) })
}

async function sell(page: Page, showing: string, { seats, name }: { seats: string[]; name: string }) {
  await page.goto(`/desk/showings/${showing}`)
  for (const seat of seats) await seatOf(page, seat).check()
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Phone').fill('0660 123456')
  await page.getByRole('button', { name: 'Sell' }).click()
  await page.getByRole('heading', { name }).waitFor()
}

for (const withoutScript of [false, true]) {
  const how = withoutScript ? ', without scripts' : ''

  it(`sells, moves and cancels at the counter${how}`, async () => {
    const { id } = await addShowing()
    await using visitor = await visit({ withoutScript })
    const { page } = visitor
    await signIn(page)
    await sell(page, id, { seats: ['A3', 'A4'], name: 'Mira Sol' })
    const booking = page.url()

    await page.getByRole('link', { name: 'Move to other seats' }).click()
    await seatOf(page, 'A3').uncheck()
    await seatOf(page, 'A4').uncheck()
    await seatOf(page, 'B5').check()
    await seatOf(page, 'B6').check()
    await page.getByRole('button', { name: 'Move here' }).click()
    await page.getByText('Moved.').waitFor()
    expect(await page.getByText('from A3, A4 to B5, B6').isVisible()).toBe(true)

    await page.getByRole('button', { name: 'Cancel the booking' }).click()
    expect(await page.getByLabel('Why').getAttribute('aria-invalid')).toBe('true')
    await page.getByLabel('Why').selectOption('Sold by mistake')
    await page.getByRole('button', { name: 'Cancel the booking' }).click()
    await page.getByText('The seats are free again').waitFor()
    expect(await page.getByText('(Sold by mistake)').isVisible()).toBe(true)
    expect(new URL(page.url()).pathname).toBe(new URL(booking).pathname)
  })

  it(`takes seats off sale and puts them back${how}`, async () => {
    const { id } = await addShowing()
    await using visitor = await visit({ withoutScript })
    const { page } = visitor
    await signIn(page)
    await page.goto(`/desk/showings/${id}`)
    await seatOf(page, 'C2').check()
    await page.getByRole('button', { name: 'Take off sale' }).click()
    await page.getByText('Taken off sale.').waitFor()
    await page.getByRole('checkbox', { name: 'C2, standard, off sale' }).check()
    await page.getByRole('button', { name: 'Put back on sale' }).click()
    await page.getByText('Back on sale, but').waitFor()
    expect(await page.getByRole('checkbox', { name: 'C2, standard, off sale' }).count()).toBe(0)
  })
}

it('sells once where the button is pressed twice, and where one goes back and presses again', async () => {
  const { id } = await addShowing()
  await using visitor = await visit({ size: 'desktop' })
  const { page } = visitor
  await signIn(page)
  await page.goto(`/desk/showings/${id}`)
  await seatOf(page, 'C1').check()
  await page.getByLabel('Name').fill('Twice')
  await page.getByLabel('Phone').fill('0660 123456')
  await page.getByRole('button', { name: 'Sell' }).dblclick()
  await page.getByRole('heading', { name: 'Twice' }).waitFor()
  const booking = new URL(page.url()).pathname
  await page.goBack()
  await page.getByLabel('Name').waitFor()
  await page.goto(`/desk/showings/${id}`)
  expect(await page.getByRole('link', { name: 'C1, Twice' }).getAttribute('href')).toBe(booking)
  expect(await page.getByRole('row', { name: /Twice/ }).count()).toBe(1)
})

it('says who was quicker, and keeps what was typed', async () => {
  const { id } = await addShowing()
  // Whose map is not live.
  await using one = await visit({ withoutScript: true })
  await using other = await visit({ size: 'desktop' })
  await Promise.all([signIn(one.page), signIn(other.page)])
  await one.page.goto(`/desk/showings/${id}`)
  await sell(other.page, id, { seats: ['B7'], name: 'Quick' })
  await seatOf(one.page, 'B7').check()
  await seatOf(one.page, 'B8').check()
  await one.page.getByLabel('Name').fill('Slow')
  await one.page.getByLabel('Phone').fill('0660 123456')
  await one.page.getByRole('button', { name: 'Sell' }).click()
  expect(await one.page.getByRole('alert').textContent()).toContain('B7')
  expect(await one.page.getByLabel('Name').inputValue()).toBe('Slow')
  expect(await seatOf(one.page, 'B8').isChecked()).toBe(true)
  expect(await one.page.getByRole('link', { name: 'B7, Quick' }).count()).toBe(1)
})
