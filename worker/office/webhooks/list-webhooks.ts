import { listEndpoints } from '../../../db/webhook-endpoints.ts'
import { type Result, accept } from '../../domain/result.ts'
import type { Webhooks } from '../../domain/webhook-schemas.ts'
import type { House } from '../house.ts'
import { presentWebhook } from './present-webhook.ts'

/** All of them, the oldest first, with how they are doing. */
export async function listWebhooks(house: House): Promise<Result<Webhooks>> {
  const endpoints = await listEndpoints(house.db)
  return accept({ webhooks: await Promise.all(endpoints.map((endpoint) => presentWebhook(house, endpoint))) })
}
