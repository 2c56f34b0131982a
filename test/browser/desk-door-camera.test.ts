import path from 'node:path'
import { chromium } from 'playwright-core'
import { expect, it } from 'vitest'
import { temporaryDirectory } from '../local/setup/running-house.ts'
import { executablePath } from './setup/browser.ts'
import { filmOf } from './setup/camera-film.ts'
import { signIn } from './setup/desk.ts'
import { addShowing, bookSeats, client, houseUrl } from './setup/house.ts'

it('reads a ticket that is held before the camera, and once as long as it is held there', async () => {
  const { id: showing } = await addShowing()
  const booking = await bookSeats(showing, { seats: ['A3'], name: 'Mira Sol', phone: '0660 123456' })
  const { tickets } = await client.booking.tickets.query({ id: booking })
  await using directory = await temporaryDirectory()
  const film = path.join(directory.path, 'ticket.y4m')
  await filmOf(tickets[0]?.code ?? '', film)
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ],
  })
  try {
    const page = await browser.newPage({ baseURL: houseUrl })
    await signIn(page)
    await page.goto(`/desk/door/${showing}`)
    await page.getByLabel('This door is called').fill('Door 1')
    await page.getByRole('button', { name: 'Scan with the camera' }).click()
    await page.getByRole('alert').filter({ hasText: 'Welcome, A3' }).waitFor()
    await page.locator('#count', { hasText: '1 of 1 in' }).waitFor()
    expect(await page.getByRole('alert').textContent()).toContain('Welcome, A3')
    expect((await client.door.get.query({ showing })).admitted).toMatchObject([{ seat: 'A3', again: [] }])
  } finally {
    await browser.close()
  }
})
