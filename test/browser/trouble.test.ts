import { expect, it } from 'vitest'
import { useBrowser } from './setup/browser.ts'
import { book, bookingIdOf, keepSeats, seatBox, tellName } from './setup/buyer.ts'
import { addShowing, bookingsOf, client, seatsOf } from './setup/house.ts'

const visit = useBrowser()

for (const withoutScript of [false, true]) {
  const how = withoutScript ? 'without scripts' : 'with scripts'

  it(`sells a seat to one of two who want it, and tells the other, ${how}`, async () => {
    const { id } = await addShowing()
    await using one = await visit({ withoutScript: true })
    await using other = await visit({ withoutScript })
    for (const { page } of [one, other]) await page.goto(`/showings/${id}`)
    await seatBox(other.page, 'B4').check()
    await seatBox(other.page, 'B3').check()
    await seatBox(one.page, 'B3').check()
    await one.page.getByRole('button', { name: 'Keep these seats' }).click()
    await one.page.waitForURL('**/holds/**')
    if (withoutScript) {
      await other.page.getByRole('button', { name: 'Keep these seats' }).click()
      await other.page.getByText('Seat B3 is held for somebody else').waitFor()
    } else {
      await other.page.getByText('B3 was taken by somebody else just now. You still have B4.').waitFor()
    }
    expect(await seatBox(other.page, 'B3').isDisabled()).toBe(true)
    expect(await seatBox(other.page, 'B4').isChecked()).toBe(true)
    await other.page.getByRole('button', { name: 'Keep these seats' }).click()
    await other.page.waitForURL('**/holds/**')
    expect((await seatsOf(id)).held).toEqual(['B3', 'B4'])
  })

  it(`books once where the button is pressed twice, ${how}`, async () => {
    const { id } = await addShowing()
    await using visitor = await visit({ withoutScript })
    const { page } = visitor
    await keepSeats(page, id, ['B2'])
    await tellName(page)
    await page.getByRole('button', { name: /^Book/ }).dblclick()
    await page.waitForURL('**/b/bk_*')
    expect(await bookingsOf(id)).toHaveLength(1)
  })

  it(`leads to the booking whoever goes back after it, and reloads, ${how}`, async () => {
    const { id } = await addShowing()
    await using visitor = await visit({ withoutScript })
    const { page } = visitor
    await keepSeats(page, id, ['B2'])
    const hold = page.url()
    await tellName(page)
    await book(page)
    const booking = bookingIdOf(page)
    await page.goBack()
    if (new URL(page.url()).pathname.startsWith('/holds/')) await page.reload()
    expect(bookingIdOf(page)).toBe(booking)
    await page.reload()
    expect(bookingIdOf(page)).toBe(booking)
    await page.goto(hold)
    expect(bookingIdOf(page)).toBe(booking)
    expect(await bookingsOf(id)).toHaveLength(1)
  })

  it(`keeps seats once for who goes back and chooses others, ${how}`, async () => {
    const { id } = await addShowing()
    await using visitor = await visit({ withoutScript })
    const { page } = visitor
    await keepSeats(page, id, ['B2', 'B3'])
    await page.goBack()
    await page.reload()
    await page.getByText('Seats B2 and B3 are kept for you until').waitFor()
    expect(await seatBox(page, 'B2').isChecked()).toBe(true)
    await seatBox(page, 'B2').uncheck()
    await seatBox(page, 'B4').check()
    await page.getByRole('button', { name: 'Keep these seats' }).click()
    await page.waitForURL('**/holds/**')
    expect((await seatsOf(id)).held).toEqual(['B3', 'B4'])
  })

  it(`finds the booking whose answer was lost, ${how}`, async () => {
    const { id } = await addShowing()
    await using visitor = await visit({ withoutScript })
    const { page, context } = visitor
    await keepSeats(page, id, ['B2'])
    await tellName(page)
    const hold = page.url()
    let lost = 0
    const untilLost = Promise.withResolvers<void>()
    await context.route('**/holds/*', async (route) => {
      if (route.request().method() !== 'POST' || lost > 0) {
        await route.continue()
        return
      }
      lost += 1
      // It arrives and takes effect; the answer does not come back.
      await route.fetch({ maxRedirects: 0 })
      await route.abort('connectionreset')
      untilLost.resolve()
    })
    await page.getByRole('button', { name: /^Book/ }).click()
    if (withoutScript) {
      await untilLost.promise
      await page.waitForURL('chrome-error://**')
      await page.goto(hold)
    }
    await page.waitForURL('**/b/bk_*')
    expect(lost).toBe(1)
    const bookings = await bookingsOf(id)
    expect(bookings.map((one) => one.id)).toEqual([bookingIdOf(page)])
  })
}

it('says that there is no network, and books once there is', async () => {
  const { id } = await addShowing()
  await using visitor = await visit()
  const { page, context } = visitor
  await keepSeats(page, id, ['B2'])
  await tellName(page)
  await context.setOffline(true)
  await page.getByRole('button', { name: /^Book/ }).click()
  await page.getByText('There is no connection at the moment.').waitFor()
  await context.setOffline(false)
  await page.waitForURL('**/b/bk_*')
  expect(await bookingsOf(id)).toHaveLength(1)
})

it('books over a slow network', async () => {
  const { id } = await addShowing()
  await using visitor = await visit()
  const { page, context } = visitor
  const debugging = await context.newCDPSession(page)
  await debugging.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 560,
    downloadThroughput: 180_000,
    uploadThroughput: 84_000,
  })
  await keepSeats(page, id, ['B2'])
  await tellName(page)
  await page.getByRole('button', { name: /^Book/ }).dblclick()
  await page.waitForURL('**/b/bk_*')
  expect(await bookingsOf(id)).toHaveLength(1)
})

it('gives one who waited too long the seats to choose again', async () => {
  const { id } = await addShowing()
  await using visitor = await visit()
  const { page } = visitor
  await keepSeats(page, id, ['B2'])
  const hold = new URL(page.url()).pathname.split('/')[2] ?? ''
  await client.hold.release.mutate({ id: hold })
  await tellName(page)
  await page.getByRole('button', { name: /^Book/ }).click()
  await page.getByText('These seats are not kept for you any more.').waitFor()
  await page.getByRole('link', { name: 'Choose seats again' }).click()
  await page.waitForURL(`**/showings/${id}`)
  expect(await seatBox(page, 'B2').isEnabled()).toBe(true)
})

it('offers seats that leave nobody alone, as a button', async () => {
  const { id } = await addShowing({ avoidsSingles: true })
  await using visitor = await visit({ withoutScript: true })
  const { page } = visitor
  await page.goto(`/showings/${id}`)
  await seatBox(page, 'B2').check()
  await seatBox(page, 'B3').check()
  await page.getByRole('button', { name: 'Keep these seats' }).click()
  await page.getByText('That would leave a single seat').waitFor()
  await page.getByRole('button', { name: /^Take B/ }).click()
  await page.waitForURL('**/holds/**')
  expect((await seatsOf(id)).held).toHaveLength(2)
})

it('frees seats on the map as others give them back', async () => {
  const { id } = await addShowing()
  const hold = await client.hold.place.mutate({ showing: id, seats: ['B2'] })
  await using visitor = await visit()
  const { page } = visitor
  await page.goto(`/showings/${id}`)
  expect(await seatBox(page, 'B2').isDisabled()).toBe(true)
  await client.hold.release.mutate({ id: hold.id })
  await expect.poll(() => seatBox(page, 'B2').isEnabled()).toBe(true)
  expect(await page.locator('#news').textContent()).toBe('')
})
