import { findEndpoint, removeEndpoint } from '../../../db/webhook-endpoints.ts'
import { type Result, accept, refuse } from '../../domain/result.ts'
import type { RemovedWebhook } from '../../domain/webhook-schemas.ts'
import type { House } from '../house.ts'

/** Nothing more is sent there; what is under way is not called back. */
export async function removeWebhook(
  { db, now, wakeSender }: House,
  { id }: { id: string },
): Promise<Result<RemovedWebhook>> {
  if ((await findEndpoint(db, id)) === undefined) return refuse('webhook_not_found', { webhook: id })
  await removeEndpoint(db, { id, at: now() })
  await wakeSender(id, 'changed')
  return accept({ removed: id })
}
