import { findEndpoint, removeEndpoint } from '../../../db/webhook-endpoints.ts'
import { type Result, accept, refuse } from '../../domain/result.ts'
import type { RemovedWebhook } from '../../domain/webhook-schemas.ts'
import type { Visit } from '../house.ts'
import { newEntry } from '../new-entry.ts'

/** Nothing more is sent there; what is under way is not called back. */
export async function removeWebhook(house: Visit, { id }: { id: string }): Promise<Result<RemovedWebhook>> {
  const { db, wakeSender } = house
  if ((await findEndpoint(db, id)) === undefined) return refuse('webhook_not_found', { webhook: id })
  await removeEndpoint(db, id, newEntry(house))
  await wakeSender(id, 'changed')
  return accept({ removed: id })
}
