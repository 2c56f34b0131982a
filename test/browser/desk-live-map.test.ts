import { expect, it } from 'vitest'
import { axeFindings } from './setup/accessible.ts'
import { useBrowser } from './setup/browser.ts'
import { book, bookingIdOf, keepSeats, tellName } from './setup/buyer.ts'
import { signIn } from './setup/desk.ts'
import { addShowing, bookSeats, client } from './setup/house.ts'

const visit = useBrowser()

it('shows at the desk what buyers do meanwhile, and leaves alone what is being typed', async () => {
  const { id } = await addShowing()
  await using desk = await visit({ size: 'desktop' })
  await signIn(desk.page)
  await desk.page.goto(`/desk/showings/${id}`)
  const seat = (name: string) => desk.page.getByRole('checkbox', { name })
  await seat('B2, standard').check()
  await seat('C1, standard').check()
  await desk.page.getByLabel('Name').fill('At the counter')
  const news = desk.page.locator('#news')

  await using buyer = await visit()
  await keepSeats(buyer.page, id, ['B2', 'B3'])
  await desk.page.getByRole('img', { name: 'B2, standard, held' }).waitFor()
  expect(await desk.page.getByRole('img', { name: 'B3, standard, held' }).count()).toBe(1)
  expect(await news.textContent()).toBe('Just now: B2, B3 held. B2 was ticked here.')
  expect(await news.getAttribute('role')).toBe('status')
  expect(await desk.page.getByText('1 seat: C1').count()).toBe(1)

  await tellName(buyer.page)
  await book(buyer.page)
  await desk.page.getByRole('link', { name: 'B2, Zoë Okafor' }).waitFor()
  expect(await desk.page.locator('#occupancy').textContent()).toMatch(/^2 of 28 sold/)
  expect(await desk.page.getByRole('row', { name: /Zoë Okafor/ }).count()).toBe(1)
  expect(await axeFindings(desk.page)).toEqual([])

  await client.booking.cancel.mutate({ id: bookingIdOf(buyer.page) })
  await seat('B2, standard').waitFor()
  expect(await news.textContent()).toBe('Just now: B2, B3 free again.')
  await client.showing.block.mutate({ showing: id, seats: ['D4'] })
  await seat('D4, box, off sale').waitFor()

  expect(await seat('C1, standard').isChecked()).toBe(true)
  expect(await desk.page.getByLabel('Name').inputValue()).toBe('At the counter')
})

it('shows one desk what another sells, also where a booking is being moved', async () => {
  const { id } = await addShowing()
  const moving = await bookSeats(id, { seats: ['A3'], name: 'Moving', phone: '5550100' })
  await using one = await visit({ size: 'desktop' })
  await using other = await visit({ size: 'desktop' })
  await Promise.all([signIn(one.page), signIn(other.page)])
  await one.page.goto(`/desk/bookings/${moving}/move`)
  await one.page.getByRole('checkbox', { name: 'A3, standard' }).uncheck()
  await one.page.getByRole('checkbox', { name: 'B6, standard' }).focus()

  await other.page.goto(`/desk/showings/${id}`)
  await other.page.getByRole('checkbox', { name: 'B6, standard' }).check()
  await other.page.getByLabel('Name').fill('Mira Sol')
  await other.page.getByLabel('Phone').fill('0660 123456')
  await other.page.getByRole('button', { name: 'Sell' }).click()
  await other.page.getByRole('heading', { name: 'Mira Sol' }).waitFor()

  const sold = one.page.getByRole('link', { name: 'B6, Mira Sol' })
  await sold.waitFor()
  expect(await sold.evaluate((seat) => seat === document.activeElement)).toBe(true)
  const own = one.page.getByRole('checkbox', { name: 'A3, standard' })
  expect(await own.isChecked()).toBe(false)
})

it('says that a map may be old where the desk cannot be asked, and mends it by itself', async () => {
  const { id } = await addShowing()
  await using desk = await visit({ size: 'desktop' })
  const { page } = desk
  await signIn(page)
  await page.goto(`/desk/showings/${id}`)
  await page.getByRole('checkbox', { name: 'A4, standard' }).waitFor()
  await page.route(`**/desk/showings/${id}`, (route) => route.abort())
  // The live map itself is not cut: it says that something changed.
  await bookSeats(id, { seats: ['A4'], name: 'Noor', phone: '5550100' })
  await page.getByText('This map may not be up to date').waitFor()
  await page.unroute(`**/desk/showings/${id}`)
  await page.getByRole('link', { name: 'A4, Noor' }).waitFor()
  expect(await page.locator('#news').textContent()).toBe('Just now: A4 sold.')
})
