import { Webhook } from 'standardwebhooks'
import { webhookAnswerBytesMax, webhookMsMax } from '../domain/limits.ts'
import type { Reply } from './backlog.ts'
import type { Message } from './message.ts'

interface PostOptions {
  readonly url: string
  readonly secret: string
  readonly now: number
  readonly msMax?: number
}

/** Sends a signed message and hears the reply; never throws. A redirect is followed nowhere: it is a failure. */
export async function postMessage(
  { id, body }: Message,
  { url, secret, now, msMax = webhookMsMax }: PostOptions,
): Promise<Reply> {
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), msMax)
  const sentAt = new Date(now)
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal: deadline.signal,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Marquee webhooks',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now / 1_000)),
        'webhook-signature': new Webhook(secret).sign(id, sentAt, body),
      },
      body,
    })
    await readSome(response)
    return replyOf(response)
  } catch {
    if (!deadline.signal.aborted) return { kind: 'failed', problem: 'could not be reached' }
    return { kind: 'failed', problem: `did not answer within ${msMax / 1_000} seconds` }
  } finally {
    clearTimeout(timer)
  }
}

function replyOf({ ok, status }: Response): Reply {
  if (ok) return { kind: 'delivered' }
  if (status === 410) return { kind: 'gone' }
  const isRedirect = status >= 300 && status < 400
  return { kind: 'failed', problem: `answered ${status}${isRedirect ? ', and no redirect is followed' : ''}` }
}

/** A short answer is read to its end, so that its connection serves again. Nobody looks at it. */
async function readSome({ body }: Response): Promise<void> {
  if (body === null) return
  const reader = body.getReader()
  for (let bytes = 0; bytes <= webhookAnswerBytesMax;) {
    const { done, value } = await reader.read()
    if (done) return
    bytes += value.byteLength
  }
  await reader.cancel()
}
