import { DurableObject } from 'cloudflare:workers'
import { sanitized } from '../../db/database.ts'
import type { Entry } from '../../db/history/entry.ts'
import { keepProgress, openSender, readOutbox, readSenderEpoch } from '../../db/webhook-outbox.ts'
import { fingerprinter } from '../fingerprint.ts'
import { outboxChunk, pendingDeliveriesMax, senderRetryMs } from '../domain/limits.ts'
import { problemOfWebhookUrl } from '../domain/webhook-url.ts'
import { logError } from '../log.ts'
import { databaseOf } from '../open-database.ts'
import { readSettings } from '../settings.ts'
import { Courier } from './courier.ts'
import { messageOf } from './message.ts'
import { postMessage } from './post.ts'
import { webhookSecret } from './secret.ts'

/** For where it gives its receiver up. */
function entryBy(endpoint: string): Entry {
  const event = `ev_${crypto.randomUUID().replaceAll('-', '')}`
  return { event, at: Date.now(), by: { actor: 'sender', requestId: `sender-${endpoint}` } }
}

/**
 * The Durable Object of one endpoint. It remembers nothing: what is to be done is in the database, and its alarm is the clock.
 * Where an alarm is lost, as on one machine with a restart, the cron wakes it.
 */
export class WebhookSender extends DurableObject<Env> {
  readonly #courier: Courier

  constructor(context: DurableObjectState, env: Env) {
    super(context, env)
    const id = context.id.name
    if (id === undefined) throw new Error('a sender is addressed by the id of an endpoint')
    const { fingerprintKey, allowsLocalWebhooks: allowsLocal } = readSettings(env)
    const db = databaseOf(env)
    let secret: Promise<string> | undefined
    this.#courier = new Courier({
      // While those in hand were under way, staff may have asked for others again.
      open: () => openSender(db, { id, limit: 2 * pendingDeliveriesMax }),
      readEpoch: () => readSenderEpoch(db, id),
      readOutbox: (after) => readOutbox(db, { after, limit: outboxChunk }),
      keep: (epoch, progress) => keepProgress(db, { id, epoch, entry: entryBy(id) }, progress),
      post: async (url, delivery) => {
        // Asked at each call again: what a setting allowed once it may not allow any more.
        if (problemOfWebhookUrl(url, { allowsLocal }) !== undefined) {
          return { kind: 'failed', problem: 'is at an address that may not be called' }
        }
        const message = messageOf(delivery)
        // By a version of this code that knows more types.
        if (message === undefined) return { kind: 'failed', problem: 'is of a type that is not known here' }
        secret ??= webhookSecret(fingerprinter(fingerprintKey), id)
        return postMessage(message, { url, secret: await secret, now: Date.now() })
      },
      now: () => Date.now(),
      pause: (ms) => scheduler.wait(ms),
      random: () => Math.random(),
    })
  }

  /** There may be something to send. Answers at once. */
  async wake({ isChanged = false }: { isChanged?: boolean } = {}): Promise<void> {
    const now = Date.now()
    if (this.#courier.isRunning) return this.#courier.ring()
    if (!isChanged && now < this.#courier.restsUntil) return
    const alarmAt = await this.ctx.storage.getAlarm()
    if (alarmAt === null || alarmAt > now) await this.ctx.storage.setAlarm(now)
  }

  override async alarm(): Promise<void> {
    let wakeAt: number | undefined
    try {
      wakeAt = await this.#courier.run()
    } catch (error) {
      logError({
        event: 'webhook sender stopped',
        endpoint: this.ctx.id.name,
        error: sanitized(error).message,
      })
      wakeAt = Date.now() + senderRetryMs
    }
    if (wakeAt !== undefined) await this.ctx.storage.setAlarm(Math.max(wakeAt, Date.now()))
  }
}
