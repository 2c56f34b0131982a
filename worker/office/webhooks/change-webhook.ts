import { changeEndpoint, findEndpoint } from '../../../db/webhook-endpoints.ts'
import { type Result, accept, refuse } from '../../domain/result.ts'
import type { Webhook, WebhookChangeInput } from '../../domain/webhook-schemas.ts'
import type { Visit } from '../house.ts'
import { newEntry } from '../new-entry.ts'
import { onceDone } from '../once-done.ts'
import { presentWebhook } from './present-webhook.ts'
import { refuseUrl } from './refuse-url.ts'

/** Changes what is given, and has the receiver tried at once. */
export async function changeWebhook(house: Visit, change: WebhookChangeInput): Promise<Result<Webhook>> {
  const { id, url, types, description, enabled } = change
  const refused = url === undefined ? undefined : refuseUrl(house, url)
  if (refused !== undefined) return refused
  const { db, wakeSender } = house
  await changeEndpoint(db, { id, url, types, description, enabled }, newEntry(house))
  const changed = await onceDone(findEndpoint(db, id))
  if (changed === undefined) return refuse('webhook_not_found', { webhook: id })
  await wakeSender(id, 'changed')
  return accept(await onceDone(presentWebhook(house, changed)))
}
