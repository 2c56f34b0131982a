import type { WebhookEndpointRecord } from '../../../db/schema/webhooks.ts'
import { countDeliveries } from '../../../db/webhook-deliveries.ts'
import { webhookTypes } from '../../domain/webhook.ts'
import type { Webhook } from '../../domain/webhook-schemas.ts'
import type { House } from '../house.ts'
import { iso } from '../present.ts'

export async function presentWebhook({ db }: House, endpoint: WebhookEndpointRecord): Promise<Webhook> {
  const { id, url, types, description, createdAt, disabledAt, disabledWhy } = endpoint
  const { failures, failingSince, retryAt } = endpoint
  return {
    id,
    url,
    types: webhookTypes.filter((type) => types.length === 0 || types.includes(type)),
    description,
    createdAt: iso(createdAt),
    disabled: disabledAt === null ? null : { at: iso(disabledAt), why: disabledWhy ?? 'by staff' },
    failing: failingSince === null ? null : { since: iso(failingSince), failures, retryAt: iso(retryAt) },
    ...(await countDeliveries(db, id)),
  }
}
