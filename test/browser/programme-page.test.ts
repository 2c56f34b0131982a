import { expect, it } from 'vitest'
import { axeFindings } from './setup/accessible.ts'
import { everySize, useBrowser } from './setup/browser.ts'
import { addShowing } from './setup/house.ts'

const visit = useBrowser()

for (const size of everySize) {
  for (const dark of [false, true]) {
    it(`what is on has no barrier on a ${size}, ${dark ? 'dark' : 'light'}`, async () => {
      await addShowing()
      await using visitor = await visit({ size, dark })
      const { page } = visitor
      await page.goto('/')
      expect(await page.getByRole('heading', { name: 'The Salt Line' }).count()).toBeGreaterThan(0)
      expect(await axeFindings(page)).toEqual([])
    })
  }
}

it('leads to the seats of a time of one’s own, without scripts', async () => {
  await using visitor = await visit({ withoutScript: true })
  const { page } = visitor
  await page.goto('/')
  await page.getByLabel('Time', { exact: true }).fill('19:45')
  await page.getByRole('button', { name: 'See the seats' }).click()
  expect(new URL(page.url()).pathname).toMatch(/^\/showings\/main-\d{8}T1945Z$/)
})

it('would have its barriers told', async () => {
  await using visitor = await visit()
  const { page } = visitor
  await page.goto('/')
  await page.evaluate(() => document.documentElement.removeAttribute('lang'))
  expect(await axeFindings(page)).toEqual([expect.stringMatching(/^html-has-lang: /)])
})
