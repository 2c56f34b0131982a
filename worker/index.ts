import { listOpenEndpoints } from '../db/webhook-endpoints.ts'
import { createApp } from './app.ts'
import { runCron } from './cron/run-cron.ts'
import { fingerprinter } from './fingerprint.ts'
import { wiresTo } from './office/desk-wires.ts'
import { type House, openHouse } from './office/house.ts'
import { idsBy } from './office/ids.ts'
import { ticketSigner } from './office/tickets/ticket-signer.ts'
import { rateLimits } from './rate-limits.ts'
import { type Settings, SettingsError, readSettings } from './settings.ts'
import { log, logError } from './log.ts'
import { databaseOf } from './open-database.ts'
import { Bell, forgetEndpoints } from './webhooks/bell.ts'

export { ScreenDesks } from './desk/screen-desks.ts'
export { WebhookSender } from './webhooks/webhook-sender.ts'

/** One house an isolate: its bindings never change. */
let house: House | undefined
let app: ReturnType<typeof createApp> | undefined

export default {
  fetch(request, env, context) {
    try {
      app ??= appOf(env)
    } catch (error) {
      return answerUnready(error)
    }
    return app.fetch(request, env, context)
  },

  async scheduled(controller, env) {
    const settings = readSettings(env)
    const { db, wakeSender } = houseOf(env, settings)
    const { retentionMs, auditKey } = settings
    await runCron(db, { at: controller.scheduledTime, retentionMs, auditKey, wakeSender })
  },
} satisfies ExportedHandler<Env>

function appOf(env: Env): ReturnType<typeof createApp> {
  const settings = readSettings(env)
  const { allowedHosts, corsOrigins, isClassicOpen, rateLimit, staffKey, trustedProxies } = settings
  const bindings = { address: env.LIMIT_ADDRESS, key: env.LIMIT_KEY }
  if (staffKey === undefined) log({ event: 'staff side closed', missing: 'STAFF_KEY' })
  return createApp(houseOf(env, settings), {
    allowedHosts,
    trustedProxies,
    corsOrigins,
    isOpenHere: isClassicOpen,
    assets: env.ASSETS,
    localCron: env.LOCAL_CRON,
    limits: rateLimit === undefined ? undefined : rateLimits(rateLimit, bindings, Date.now),
  })
}

/** A house that is not set up says what is missing, instead of failing without a word. */
function answerUnready(error: unknown): Response {
  if (!(error instanceof SettingsError)) throw error
  logError({ event: 'settings', error: error.message })
  return Response.json({ msg: error.message, status: 500, code: 'internal' }, { status: 500 })
}

function houseOf(
  env: Env,
  { fingerprintKey, ticketKeys, staffKey, zone, allowsLocalWebhooks }: Settings,
): House {
  if (house !== undefined) return house
  const db = databaseOf(env)
  const now = (): number => Date.now()
  const bell = new Bell({
    listOpenEndpoints: () => listOpenEndpoints(db),
    wake: (endpoint) => env.WEBHOOKS.getByName(endpoint).wake(),
    now,
  })
  house = openHouse({
    db,
    zone,
    now,
    newId: idsBy(now),
    fingerprint: fingerprinter(fingerprintKey),
    ticketSigner: ticketSigner(ticketKeys.secret, ticketKeys.retired),
    staffKey,
    ...wiresTo(env.DESKS),
    allowsLocalWebhooks,
    ringSenders: () => bell.ring(),
    wakeSender: async (endpoint, why) => {
      if (why === 'changed') forgetEndpoints()
      try {
        await env.WEBHOOKS.getByName(endpoint).wake({ isChanged: why === 'changed' })
      } catch (error) {
        // It is written down what is to be sent, and the cron wakes who sleeps.
        logError({ event: 'webhook not woken', error: error instanceof Error ? error.message : 'unknown' })
      }
    },
    // Timers fire when nothing else is left to do.
    pause: (ms) => scheduler.wait(ms),
  })
  return house
}
