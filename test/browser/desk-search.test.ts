import { expect, it } from 'vitest'
import { axeFindings } from './setup/accessible.ts'
import { useBrowser } from './setup/browser.ts'
import { signIn } from './setup/desk.ts'
import { addShowing, bookSeats } from './setup/house.ts'

const visit = useBrowser()

/** A name that nobody else in this house has. */
function freshName(): string {
  return `Q${crypto.randomUUID().slice(0, 8)}`
}

it('finds people while one types, says how many, and puts none of it into an address', async () => {
  const { id } = await addShowing()
  const name = freshName()
  await bookSeats(id, { seats: ['A3'], name, phone: '+91 98765-43210' })
  await using visitor = await visit()
  const { page } = visitor
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await signIn(page)
  await page.goto('/desk/search')
  await page.getByLabel('Name, phone or booking').pressSequentially(name.toLowerCase().slice(0, 6))
  await page.getByRole('link', { name }).waitFor()
  expect(await page.getByRole('status').textContent()).toBe('One booking.')
  expect(await page.getByLabel('Name, phone or booking').inputValue()).toBe(name.toLowerCase().slice(0, 6))
  expect(await axeFindings(page)).toEqual([])
  await page.getByLabel('Name, phone or booking').fill(`${name}x`)
  await page.getByText('No booking begins so.').waitFor()
  expect(asked.filter((url) => url.toLowerCase().includes(name.toLowerCase().slice(0, 4)))).toEqual([])
})

it('finds people without scripts', async () => {
  const { id } = await addShowing()
  const name = freshName()
  await bookSeats(id, { seats: ['A4'], name, phone: '0660 7654321' })
  await using visitor = await visit({ withoutScript: true })
  const { page } = visitor
  await signIn(page)
  await page.goto('/desk/search')
  await page.getByLabel('Name, phone or booking').fill(name)
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name }).click()
  await page.getByRole('heading', { name }).waitFor()
  expect(await page.getByText('0660 7654321').isVisible()).toBe(true)
})

it('draws a seat plan while one types, and by its button without scripts', async () => {
  await using visitor = await visit({ size: 'desktop' })
  await using still = await visit({ size: 'desktop', withoutScript: true })
  for (const { page } of [visitor, still]) {
    await signIn(page)
    await page.goto('/desk/programme/screens')
    await page.getByLabel('Seat plan').fill('A: 1-3 _ 4-5\nB box: 1-2')
  }
  await visitor.page.getByText('7 seats: standard, box').waitFor()
  await visitor.page.getByLabel('Seat plan').fill('A: 1-3\nB what')
  await visitor.page.getByText('Line 2:').waitFor()
  await still.page.getByRole('button', { name: 'Draw' }).click()
  await still.page.getByText('7 seats: standard, box').waitFor()
  expect(await still.page.getByLabel('Seat plan').inputValue()).toBe('A: 1-3 _ 4-5\nB box: 1-2')
})
