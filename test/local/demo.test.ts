import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createMarqueeClient } from '../../client/index.ts'
import { freePort, startHouse, temporaryDirectory } from './setup/running-house.ts'

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

  it('ends its house where it cannot fill it', async () => {
    await using data = await temporaryDirectory()
    const port = await freePort()
    // The second call is refused.
    const env = { ...process.env, DATA_DIR: data.path, PORT: String(port), RATE_LIMIT: '1' }
    for (const name of ['DATABASE_URL', 'STAFF_KEY', 'MARQUEE_URL']) Reflect.deleteProperty(env, name)
    const child = spawn(process.execPath, [demo], { env, detached: true, stdio: 'ignore' })
    try {
      expect(await once(child, 'exit')).toEqual([1, null])
      await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow('fetch failed')
    } finally {
      endGroup(child.pid)
    }
  })
})

/** Whoever is left of it. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGTERM')
  } catch {
    // Nobody is.
  }
}
