import { inject } from 'vitest'
import type { Page } from 'playwright-core'

/** By keyboard alone: the field has nothing else to offer than itself. */
export async function signIn(page: Page): Promise<void> {
  await page.goto('/desk')
  await page.getByLabel('Your staff key').focus()
  await page.keyboard.type(inject('staffKey'))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Today and the week' }).waitFor()
}
