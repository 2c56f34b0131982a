import { describe, expect, it } from 'vitest'
import { commandLine } from './setup/command-line.ts'
import { startHouse, temporaryDirectory } from './setup/running-house.ts'

describe('marquee keys', () => {
  it('makes a key and shows it once, lists it with its last use, and revokes it', async () => {
    await using data = await temporaryDirectory()
    await using house = await startHouse(data.path)
    const marquee = commandLine(house.url)
    const first = await house.staffKey()
    const made = await marquee(first, 'keys', 'create', '--role', 'manager', '--name', 'Mira')
    const [key = ''] = made.stdout.split('\n')
    const id = key.slice(0, 14)
    expect(key).toMatch(/^mqk_[0-9a-z]{10}_[0-9a-z]{32}_[0-9a-z]{7}$/)
    expect(made.stdout).toContain(`marquee keys revoke ${id}`)
    const listed = await marquee(key, 'keys', 'list')
    expect(listed.stdout).toContain(id)
    expect(listed.stdout).not.toContain(key)
    const asJson = await marquee(key, 'keys', 'list', '--json')
    expect(JSON.parse(asJson.stdout)).toMatchObject({
      keys: [{ id, role: 'manager', name: 'Mira', lastUsedAt: expect.stringMatching(/Z$/) }],
    })
    expect((await marquee(first, 'keys', 'revoke', id)).stdout).toContain('is revoked')
    const refused = await marquee(key, 'keys', 'list')
    expect(refused).toMatchObject({ code: 6, stderr: expect.stringContaining('no staff key of this house') })
    expect(await marquee('', 'keys', 'list')).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('This is for staff'),
    })
  })
})
