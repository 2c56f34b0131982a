import type { Page } from 'playwright-core'

/** What a buyer does on the pages, by what he sees and hears there. */
export function seatBox(page: Page, label: string) {
  return page.getByRole('checkbox', { name: new RegExp(`^${label}(?:,|$)`) })
}

export async function keepSeats(page: Page, showing: string, seats: readonly string[]): Promise<void> {
  await page.goto(`/showings/${showing}`)
  for (const seat of seats) await seatBox(page, seat).check()
  await page.getByRole('button', { name: 'Keep these seats' }).click()
  await page.waitForURL('**/holds/**')
}

export async function tellName(page: Page, name = 'Zoë Okafor', phone = '+44 20 7946 0000'): Promise<void> {
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Phone').fill(phone)
}

export async function book(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Book/ }).click()
  await page.waitForURL('**/b/bk_*')
}

/** Of the booking's page. */
export function bookingIdOf(page: Page): string {
  return new URL(page.url()).pathname.split('/')[2] ?? ''
}
