import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { useBrowser } from './setup/browser.ts'
import { book, keepSeats, tellName } from './setup/buyer.ts'
import { addShowing, client, grandPlan } from './setup/house.ts'

const visit = useBrowser()
const scriptBytesMax = 30 * 1024
const styleBytesMax = 15 * 1024
/** Slow 4G, as Lighthouse simulates it. */
const slow = { offline: false, latency: 150, downloadThroughput: 204_800, uploadThroughput: 93_750 }
const interactiveMsMax = 1_000

it('carries little: all scripts and all styles on the way to a ticket', async () => {
  const { id } = await addShowing()
  await using visitor = await visit()
  const { page, context } = visitor
  const files = new Set<string>()
  const styles = new Set<string>()
  page.on('request', (request) => files.add(new URL(request.url()).pathname))
  const noteStyles = async (): Promise<void> => {
    await page.waitForLoadState('networkidle')
    for (const style of await page.locator('style').allTextContents()) styles.add(style)
  }
  await page.goto('/')
  await noteStyles()
  await keepSeats(page, id, ['B2'])
  await noteStyles()
  await tellName(page)
  await book(page)
  await noteStyles()
  const sizeOf = (texts: readonly (string | Buffer)[]): number =>
    texts.reduce((sum, text) => sum + gzipSync(text).length, 0)
  const scripts = [...files].filter((path) => path.endsWith('.js')).map((path) => context.request.get(path))
  const script = sizeOf(await Promise.all((await Promise.all(scripts)).map((answer) => answer.body())))
  const style = sizeOf([...styles])
  expect([...files].filter((path) => path.endsWith('.css'))).toEqual([])
  console.log(`scripts ${script} bytes, styles ${style} bytes, gzipped`)
  expect(script).toBeGreaterThan(1_000)
  expect(script).toBeLessThanOrEqual(scriptBytesMax)
  expect(style).toBeGreaterThan(1_000)
  expect(style).toBeLessThanOrEqual(styleBytesMax)
})

it('is ready within a second for 300 seats on slow 4G', async () => {
  const { id } = await addShowing({ plan: grandPlan })
  await client.booking.create.mutate({ showing: id, best: { count: 9 }, name: 'Noor', phone: '5550100' })
  await using visitor = await visit()
  const { page, context } = visitor
  const debugging = await context.newCDPSession(page)
  await debugging.send('Network.emulateNetworkConditions', slow)
  await page.goto(`/showings/${id}`)
  expect(await page.locator('.map input').count()).toBe(300)
  const interactiveMs = await page.evaluate(
    () => performance.getEntriesByType('navigation')[0]?.toJSON().domContentLoadedEventEnd,
  )
  console.log(`interactive after ${interactiveMs} ms`)
  expect(interactiveMs).toBeLessThan(interactiveMsMax)
})

it('has seats as large as a fingertip, on a map that scrolls by itself', async () => {
  const { id } = await addShowing({ plan: grandPlan })
  await using visitor = await visit()
  const { page } = visitor
  await page.goto(`/showings/${id}`)
  const sizes = await page
    .locator('.map input')
    .evaluateAll((boxes) =>
      boxes.map((box) => Math.min(box.getBoundingClientRect().width, box.getBoundingClientRect().height)),
    )
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(32)
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width).toBe(390)
})
