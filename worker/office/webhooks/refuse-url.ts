import { type Refused, refuse } from '../../domain/result.ts'
import { problemOfWebhookUrl } from '../../domain/webhook-url.ts'
import type { House } from '../house.ts'

/** The refusal of an address that may not be called. */
export function refuseUrl({ allowsLocalWebhooks }: House, url: string): Refused | undefined {
  const problem = problemOfWebhookUrl(url, { allowsLocal: allowsLocalWebhooks })
  return problem === undefined
    ? undefined
    : refuse('invalid_request', { issues: [{ field: 'url', problem }] })
}
