import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { webhooksMax } from '../../worker/domain/limits.ts'
import { webhookTypes } from '../../worker/domain/webhook.ts'
import { client, db } from './setup/box-office.ts'
import { refusalOf } from './setup/programme.ts'

const url = 'https://cinema.example/hooks'

async function removeAll(): Promise<void> {
  for (const { id } of (await client.webhook.list.query()).webhooks)
    await client.webhook.remove.mutate({ id })
}

describe('webhooks', () => {
  it('shows a secret once, with which the library of the specification signs, and keeps it nowhere', async () => {
    const added = await client.webhook.add.mutate({ url, description: 'The till' })
    expect(added).toMatchObject({
      url,
      description: 'The till',
      types: webhookTypes,
      disabled: null,
      failing: null,
    })
    expect(added.id).toMatch(/^wh_[0-9a-hjkmnp-tv-z]{20}$/)
    expect(added.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(new Webhook(added.secret).sign('ev_1', new Date(0), '{}')).toMatch(/^v1,/)
    const { webhooks } = await client.webhook.list.query()
    expect(webhooks.find(({ id }) => id === added.id)).not.toHaveProperty('secret')
    const { rows } = await db.$client.execute('SELECT * FROM webhook_endpoints')
    expect(JSON.stringify(rows)).not.toContain(added.secret.slice('whsec_'.length))
  })

  it('answers a retry under its key with the same webhook and secret, and another request not at all', async () => {
    const request = { url, types: ['booking.created' as const], idempotencyKey: crypto.randomUUID() }
    const added = await client.webhook.add.mutate(request)
    expect(await client.webhook.add.mutate(request)).toEqual(added)
    const other = await refusalOf(client.webhook.add.mutate({ ...request, url: `${url}/2` }))
    expect(other.code).toBe('idempotency_key_reused')
    const without = await client.webhook.add.mutate({ url })
    expect(without.secret).not.toBe(added.secret)
  })

  it('refuses an address within, also for one that there is', async () => {
    const { id } = await client.webhook.add.mutate({ url })
    for (const within of [
      'http://cinema.example/',
      'https://127.0.0.1/',
      'https://db.internal/',
      'nowhere',
    ]) {
      const refused = await refusalOf(client.webhook.add.mutate({ url: within }))
      expect(refused).toMatchObject({ code: 'invalid_request', details: { issues: [{ field: 'url' }] } })
      expect(await refusalOf(client.webhook.change.mutate({ id, url: within }))).toEqual(refused)
    }
    const twice = await refusalOf(
      client.webhook.add.mutate({ url, types: ['booking.moved', 'booking.moved'] }),
    )
    expect(twice.message).toContain('names a type twice')
  })

  it('has room for sixteen, and again when one is removed', async () => {
    await removeAll()
    const ids: string[] = []
    for (let count = 0; count < webhooksMax; count += 1)
      ids.push((await client.webhook.add.mutate({ url })).id)
    expect(await refusalOf(client.webhook.add.mutate({ url }))).toMatchObject({
      code: 'limit_reached',
      details: { of: 'webhooks', max: webhooksMax },
    })
    expect(await client.webhook.remove.mutate({ id: ids[0] ?? '' })).toEqual({ removed: ids[0] })
    expect(await refusalOf(client.webhook.remove.mutate({ id: ids[0] ?? '' }))).toMatchObject({
      code: 'webhook_not_found',
    })
    await client.webhook.add.mutate({ url })
    await removeAll()
    expect((await client.webhook.list.query()).webhooks).toEqual([])
  })

  it('is switched off and on, and changed', async () => {
    const { id } = await client.webhook.add.mutate({ url })
    expect(await client.webhook.change.mutate({ id, enabled: false })).toMatchObject({
      disabled: { why: 'by staff' },
    })
    const changed = { url: `${url}/2`, types: ['showing.sold_out' as const], description: 'Other' }
    expect(await client.webhook.change.mutate({ id, ...changed, enabled: true })).toMatchObject({
      ...changed,
      disabled: null,
    })
    expect(await client.webhook.change.mutate({ id })).toMatchObject(changed)
  })

  it('has nothing to replay of what is not there', async () => {
    const { id } = await client.webhook.add.mutate({ url })
    const nobody = `wh_${'0'.repeat(20)}`
    expect(await refusalOf(client.webhook.replay.mutate({ id, event: 'ev_nothing' }))).toMatchObject({
      code: 'event_not_found',
    })
    for (const ask of [
      () => client.webhook.replay.mutate({ id: nobody, givenUp: true }),
      () => client.webhook.deliveries.query({ id: nobody }),
      () => client.webhook.change.mutate({ id: nobody }),
    ]) {
      expect(await refusalOf(ask())).toMatchObject({ code: 'webhook_not_found' })
    }
    expect(await client.webhook.replay.mutate({ id, givenUp: true })).toEqual({ replayed: 0 })
    expect((await refusalOf(client.webhook.replay.mutate({ id }))).code).toBe('invalid_request')
    expect((await refusalOf(client.webhook.replay.mutate({ id, givenUp: true, event: 'ev_1' }))).code).toBe(
      'invalid_request',
    )
  })
})
