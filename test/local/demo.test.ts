import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createMarqueeClient } from '../../client/index.ts'
import { startHouse, temporaryDirectory } from './setup/running-house.ts'

const demo = path.resolve(import.meta.dirname, '../../local/demo.ts')

describe('the demo', () => {
  it("lays down a week's programme, once", async () => {
    await using data = await temporaryDirectory()
    await using house = await startHouse(data.path)
    const client = createMarqueeClient({ url: house.url })
    const env = { ...process.env, MARQUEE_URL: house.url, MARQUEE_KEY: await house.staffKey() }
    const run = (): Promise<{ stdout: string }> => promisify(execFile)(process.execPath, [demo], { env })

    expect((await run()).stdout).toMatch(/has \d+ showings from today on/)
    const { showings } = await client.showing.list.query({})
    expect(showings.length).toBeGreaterThan(45)
    const sizes = new Map(showings.map(({ screen, seats }) => [screen, seats.total]))
    expect([...sizes]).toEqual(
      expect.arrayContaining([
        ['grand', 300],
        ['parlour', 120],
        ['studio', 24],
      ]),
    )
    expect(showings.reduce((sum, { seats }) => sum + seats.sold, 0)).toBeGreaterThan(500)

    expect((await run()).stdout).toContain('nothing was added')
    expect((await client.showing.list.query({})).showings).toEqual(showings)
  })
})
