import { describe, expect, it } from 'vitest'
import { staffKeyKeptMsMax } from '../../worker/domain/limits.ts'
import { client } from './setup/box-office.ts'
import { DeskBrowser, hiddenIn } from './setup/desk-browser.ts'

const keyShape = /mqk_[0-9a-z]{10}_[0-9a-z]{32}_[0-9a-z]{7}/g

describe('the keys at the desk', () => {
  it('are made there, each shown once, and open what their role may', async () => {
    const browser = await DeskBrowser.of()
    const page = await browser.see('/desk/keys')
    const sent = { key: hiddenIn(page, 'key'), name: 'The <entrance>', role: 'door' }
    const made = await browser.send('/desk/keys', sent)
    expect(made.status).toBe(200)
    expect(made.text).toContain('The &lt;entrance&gt;')
    const [key = '', ...others] = made.text.match(keyShape) ?? []
    expect(others).toEqual([])
    // A form that is sent again makes no second one.
    expect((await browser.send('/desk/keys', sent)).text.match(keyShape)).toEqual([key])
    const named = (await client.key.list.query()).keys.filter(({ name }) => name === sent.name)
    expect(named).toMatchObject([{ role: 'door', revokedAt: null }])
    const again = await browser.see('/desk/keys')
    expect(again.text).toContain(named[0]?.id)
    expect(again.text.match(keyShape)).toBeNull()
    const door = await DeskBrowser.of(key)
    expect((await door.see('/desk')).status).toBe(200)
    expect((await door.see('/desk/keys')).status).toBe(403)
  })

  it('are revoked there, which ends their sessions', { timeout: 30_000 }, async () => {
    const browser = await DeskBrowser.of()
    const { id, key } = await client.key.create.mutate({ role: 'sales', name: 'To be revoked' })
    const sales = await DeskBrowser.of(key)
    const revoked = await browser.send(`/desk/keys/${id}/revoke`, {})
    expect(revoked.location).toBe('/desk/keys?said=revoked')
    const listed = await browser.see('/desk/keys?said=revoked')
    expect(listed.text).toContain('it opens nothing any more')
    expect(listed.text).not.toContain(`/desk/keys/${id}/revoke`)
    await expect
      .poll(async () => (await sales.see('/desk')).location, { timeout: staffKeyKeptMsMax + 5_000 })
      .toContain('sign-in')
  })

  it('tell what is wrong beside the field, and make none', async () => {
    const browser = await DeskBrowser.of()
    const before = await client.key.list.query()
    const refused = await browser.send('/desk/keys', { name: ' ', role: 'owner' })
    expect(refused.status).toBe(400)
    expect(refused.text).toContain('id="name-wrong"')
    expect(refused.text).toContain('id="role-wrong"')
    expect((await browser.send('/desk/keys/mqk_0000000000/revoke', {})).status).toBe(404)
    expect((await browser.send('/desk/keys/nonsense/revoke', {})).status).toBe(400)
    expect(await client.key.list.query()).toEqual(before)
  })

  it('say by which of them one is signed in', async () => {
    const { id, key } = await client.key.create.mutate({ role: 'manager', name: 'Mine' })
    const { text } = await (await DeskBrowser.of(key)).see('/desk/keys')
    expect(text.match(/you are signed in by it/g)).toHaveLength(1)
    expect(text).toMatch(new RegExp(`${id}</code><span class="facts"> \\(you are signed in`))
  })
})
