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
export class WebhookOffice {
  readonly #visit: Visit

  constructor(visit: Visit) {
    this.#visit = visit
  }

  addWebhook(input: WebhookAddInput): Promise<Result<NewWebhook>> {
    return addWebhook(this.#visit, input)
  }

  listWebhooks(): Promise<Result<Webhooks>> {
    return listWebhooks(this.#visit)
  }

  changeWebhook(input: WebhookChangeInput): Promise<Result<Webhook>> {
    return changeWebhook(this.#visit, input)
  }

  removeWebhook(input: { id: string }): Promise<Result<RemovedWebhook>> {
    return removeWebhook(this.#visit, input)
  }

  listDeliveries(input: DeliveriesInput): Promise<Result<Deliveries>> {
    return listDeliveries(this.#visit, input)
  }

  replayWebhook(input: WebhookReplayInput): Promise<Result<Replayed>> {
    return replayWebhook(this.#visit, input)
  }
}

const guard = guardOf<WebhookOffice>()

export function openWebhooks(visit: Visit): WebhookOffice {
  return guard(visit, new WebhookOffice(visit))
}
