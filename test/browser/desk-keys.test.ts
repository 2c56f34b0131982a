import { expect, it } from 'vitest'
import { axeFindings } from './setup/accessible.ts'
import { useBrowser } from './setup/browser.ts'
import { signIn } from './setup/desk.ts'
import { addShowing, bookSeats } from './setup/house.ts'

const visit = useBrowser()

for (const dark of [false, true]) {
  it(`makes a key that signs in, and revokes it, ${dark ? 'dark' : 'light'}`, async () => {
    const name = `The entrance, ${dark ? 'dark' : 'light'}`
    await using manager = await visit({ dark })
    const { page } = manager
    await signIn(page)
    await page.getByRole('link', { name: 'Keys' }).click()
    await page.getByRole('button', { name: 'Make it' }).waitFor()
    await page.getByLabel('Whose it is').fill(name)
    await page.getByLabel('Role').selectOption('door')
    await page.getByRole('button', { name: 'Make it' }).click()
    const shown = page.getByRole('status').getByRole('code')
    await shown.waitFor()
    expect(await axeFindings(page)).toEqual([])

    await using door = await visit({ dark })
    await door.page.goto('/desk/sign-in')
    await door.page.getByLabel('Your staff key').fill((await shown.textContent()) ?? '')
    await door.page.getByRole('button', { name: 'Sign in' }).click()
    await door.page.getByRole('heading', { name: 'Today and the week' }).waitFor()
    expect(await door.page.getByRole('link', { name: 'Keys' }).count()).toBe(0)

    const row = page.getByRole('row', { name: new RegExp(name) })
    await row.getByText('Revoke').first().click()
    await row.getByRole('button', { name: 'Revoke it for good' }).click()
    await page.getByText('Revoked: it opens nothing any more.').waitFor()
    expect(await row.getByRole('button').count()).toBe(0)
    expect(await axeFindings(page)).toEqual([])
  })
}

it('leads from a booking at the desk to the page that its buyer has', async () => {
  const { id } = await addShowing()
  const booking = await bookSeats(id, { seats: ['B1', 'B2'], name: 'Mira Sol', phone: '0660 123456' })
  await using staff = await visit({ size: 'desktop' })
  const { page } = staff
  await signIn(page)
  await page.goto(`/desk/bookings/${booking}`)
  await page.getByRole('link', { name: 'The buyer’s page' }).click()
  await page.waitForURL(`**/b/${booking}`)
  await page.getByRole('heading', { name: 'Your tickets' }).waitFor()
  expect(await page.getByText('Mira Sol').count()).toBe(1)
})
