import { expect, it } from 'vitest'
import { axeFindings } from './setup/accessible.ts'
import { everySize, useBrowser } from './setup/browser.ts'
import { signIn } from './setup/desk.ts'
import { addShowing } from './setup/house.ts'

const visit = useBrowser()

/** One after the other: each of them is a page's load and a look by axe. */
const pages = [
  '/desk',
  '/desk/search',
  '/desk/expired',
  '/desk/programme',
  '/desk/programme/movies',
  '/desk/programme/screens',
  '/desk/programme/venue',
  '/desk/keys',
]

for (const size of everySize) {
  for (const dark of [false, true]) {
    // Sixteen pages, each looked through by axe.
    it(
      `no page of the desk has a barrier on a ${size}, ${dark ? 'dark' : 'light'}`,
      { timeout: 240_000 },
      async () => {
        const showing = await addShowing()
        await using visitor = await visit({ size, dark })
        const { page } = visitor
        await page.goto('/desk/sign-in')
        expect(await axeFindings(page)).toEqual([])
        await signIn(page)
        for (const path of [
          ...pages,
          `/desk/showings/${showing.id}`,
          `/desk/showings/${showing.id}/door-list`,
          `/desk/programme/showings?screen=${showing.screen}`,
          `/desk/programme/showings/${showing.id}`,
          `/desk/programme/screens/${showing.screen}`,
        ]) {
          await page.goto(path)
          expect([path, await axeFindings(page)]).toEqual([path, []])
        }
        await page.goto(`/desk/showings/${showing.id}`)
        await page.getByRole('checkbox', { name: /^A3,/ }).check()
        await page.getByRole('button', { name: 'Sell' }).click()
        await page.locator('[aria-invalid="true"]').first().waitFor()
        expect(await axeFindings(page)).toEqual([])
        await page.getByLabel('Name').fill('Mira Sol')
        await page.getByLabel('Phone').fill('0660 123456')
        await page.getByRole('button', { name: 'Sell' }).click()
        await page.getByRole('heading', { name: 'Mira Sol' }).waitFor()
        expect(await axeFindings(page)).toEqual([])
        await page.getByRole('link', { name: 'Move to other seats' }).click()
        await page.waitForURL(/\/move$/)
        expect(await axeFindings(page)).toEqual([])
      },
    )
  }
}

it('is signed in to, worked and left by keyboard alone', async () => {
  const { id } = await addShowing()
  await using visitor = await visit({ size: 'desktop' })
  const { page } = visitor
  await signIn(page)
  await page.goto(`/desk/showings/${id}`)
  await page.getByRole('checkbox', { name: /^B2,/ }).focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  expect(await page.getByRole('status').filter({ hasText: '2 seats' }).textContent()).toBe('2 seats: B2, B3')
  await page.getByLabel('Name').focus()
  await page.keyboard.type('Keyboard')
  await page.keyboard.press('Tab')
  await page.keyboard.type('0660 1234')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Keyboard' }).waitFor()
  expect(await page.getByText('B2, B3').first().isVisible()).toBe(true)
  await page.getByRole('button', { name: 'Sign out' }).focus()
  await page.keyboard.press('Enter')
  await page.getByLabel('Your staff key').waitFor()
  await page.goto('/desk')
  expect(new URL(page.url()).pathname).toBe('/desk/sign-in')
})

it('keeps its session from scripts', async () => {
  await using visitor = await visit()
  const { page, context } = visitor
  await signIn(page)
  expect(await page.evaluate(() => document.cookie)).toBe('')
  expect(await context.cookies()).toMatchObject([{ httpOnly: true, sameSite: 'Strict', path: '/desk' }])
})
