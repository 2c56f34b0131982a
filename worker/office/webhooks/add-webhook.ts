import { addEndpoint, findEndpoint } from '../../../db/webhook-endpoints.ts'
import { webhooksMax } from '../../domain/limits.ts'
import { type Result, accept, refuse } from '../../domain/result.ts'
import type { EndpointId } from '../../domain/webhook.ts'
import type { NewWebhook, WebhookAddInput } from '../../domain/webhook-schemas.ts'
import { webhookSecret } from '../../webhooks/secret.ts'
import type { Visit } from '../house.ts'
import { newEntry } from '../new-entry.ts'
import { onceDone } from '../once-done.ts'
import { presentWebhook } from './present-webhook.ts'
import { refuseUrl } from './refuse-url.ts'

/** Adds a receiver of what happens from now on. This answer is the one that shows its secret. */
export async function addWebhook(
  house: Visit,
  { idempotencyKey, url, types = [], description = '' }: WebhookAddInput,
): Promise<Result<NewWebhook>> {
  const refused = refuseUrl(house, url)
  if (refused !== undefined) return refused
  const { db, now, fingerprint, wakeSender } = house
  const request = { url, types, description }
  const [id, ofRequest] =
    idempotencyKey === undefined
      ? [idOf(crypto.getRandomValues(new Uint8Array(idLength))), null]
      : [
          idOf(Uint8Array.fromBase64(await fingerprint('webhook id', { key: idempotencyKey }))),
          await fingerprint('webhook', request),
        ]
  const endpoint = { id, ...request, fingerprint: ofRequest, createdAt: now() }
  await addEndpoint(db, endpoint, { max: webhooksMax, entry: newEntry(house) })
  const added = await onceDone(findEndpoint(db, id))
  if (added === undefined) return refuse('limit_reached', { of: 'webhooks', max: webhooksMax })
  if (added.fingerprint !== ofRequest) return refuse('idempotency_key_reused', { key: idempotencyKey ?? '' })
  await wakeSender(id, 'changed')
  return accept({
    ...(await onceDone(presentWebhook(house, added))),
    secret: await webhookSecret(fingerprint, id),
  })
}

/** Without look-alikes; each letter is five bits, and twenty of them are no one's to guess. */
const letters = '0123456789abcdefghjkmnpqrstvwxyz'
const idLength = 20

function idOf(bytes: Uint8Array): EndpointId {
  return `wh_${Array.from(bytes.subarray(0, idLength), (byte) => letters.charAt(byte % letters.length)).join('')}`
}
