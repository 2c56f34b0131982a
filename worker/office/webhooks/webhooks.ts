import type { Result } from '../../domain/result.ts'
import type {
  Deliveries,
  DeliveriesInput,
  NewWebhook,
  RemovedWebhook,
  Replayed,
  Webhook,
  WebhookAddInput,
  WebhookChangeInput,
  WebhookReplayInput,
  Webhooks,
} from '../../domain/webhook-schemas.ts'
import { guardOf } from '../guard.ts'
import type { Visit } from '../house.ts'
import { addWebhook } from './add-webhook.ts'
import { changeWebhook } from './change-webhook.ts'
import { listDeliveries } from './list-deliveries.ts'
import { listWebhooks } from './list-webhooks.ts'
import { removeWebhook } from './remove-webhook.ts'
import { replayWebhook } from './replay-webhook.ts'

/** The receivers that are told what happens. */
export interface WebhookOffice {
  addWebhook(input: WebhookAddInput): Promise<Result<NewWebhook>>
  listWebhooks(): Promise<Result<Webhooks>>
  changeWebhook(input: WebhookChangeInput): Promise<Result<Webhook>>
  removeWebhook(input: { id: string }): Promise<Result<RemovedWebhook>>
  listDeliveries(input: DeliveriesInput): Promise<Result<Deliveries>>
  replayWebhook(input: WebhookReplayInput): Promise<Result<Replayed>>
}

const guard = guardOf<WebhookOffice>()

export function openWebhooks(visit: Visit): WebhookOffice {
  return guard(visit, {
    addWebhook: (input) => addWebhook(visit, input),
    listWebhooks: () => listWebhooks(visit),
    changeWebhook: (input) => changeWebhook(visit, input),
    removeWebhook: (input) => removeWebhook(visit, input),
    listDeliveries: (input) => listDeliveries(visit, input),
    replayWebhook: (input) => replayWebhook(visit, input),
  })
}
