import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { type Page, chromium } from 'playwright-core'

/**
 * The README's pictures, of a demo that runs: `npm run demo`, then `npm run screenshots`. PORT and DATA_DIR are the demo's.
 */
const { PORT = '8787', DATA_DIR = '.data/demo' } = process.env
const baseURL = `http://127.0.0.1:${PORT}`
const folder = path.resolve(import.meta.dirname, '../../docs/pages')
const phone = { width: 390, height: 844 }
const desktop = { width: 1280, height: 800 }

await mkdir(folder, { recursive: true })
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
const buyer = await pageOf(phone, 'light')
await buyer.goto('/')
await take(buyer, 'whats-on')
const hall = buyer.locator('a.time').filter({ hasText: 'Grand Hall' }).nth(3)
const showing = (await hall.getAttribute('href')) ?? ''
await hall.click()
await take(buyer, 'seats-phone')

const wide = await pageOf(desktop, 'dark')
await wide.goto(showing)
await take(wide, 'seats')

await buyer.getByRole('button', { name: 'Keep the best' }).click()
await buyer.waitForURL(/\/holds\//)
await take(buyer, 'hold')
await buyer.getByLabel('Name').fill('Ada Lovelace')
await buyer.getByLabel(/phone/i).fill('+44 20 7946 0000')
await buyer.getByRole('button', { name: /^book/i }).click()
await buyer.waitForURL(/\/b\//)
await take(buyer, 'tickets')

const staff = await pageOf(desktop, 'light')
await staff.goto('/desk')
await staff.getByLabel(/key/i).fill((await readFile(path.join(DATA_DIR, 'staff.key'), 'utf8')).trim())
await staff.keyboard.press('Enter')
await staff.waitForURL(/\/desk$/)
await take(staff, 'desk')
await staff.goto(`/desk${showing}`)
await take(staff, 'desk-showing')
await browser.close()

async function pageOf(viewport: typeof phone, colorScheme: 'light' | 'dark'): Promise<Page> {
  const context = await browser.newContext({ baseURL, viewport, colorScheme, reducedMotion: 'reduce' })
  return context.newPage()
}

async function take(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('load')
  await page.screenshot({ path: path.join(folder, `${name}.png`) })
}
