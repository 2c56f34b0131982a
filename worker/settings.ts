import * as z from 'zod'
import { dayMs } from './domain/durations.ts'
import { canonicalAddress } from './domain/ip-address.ts'
import {
  databaseCallMsMax,
  rateLimitDefault,
  retentionDaysDefault,
  retentionDaysMax,
  staffKeyLengthMin,
  ticketKeysMax,
  trustedProxiesMax,
} from './domain/limits.ts'
import { isTimeZone } from './domain/venue-time.ts'

const onOrOff = z.enum(['on', 'off'], 'must be on or off')

const settings = z.object({
  DATABASE_URL: z.url({ protocol: /^(https?|libsql)$/, error: 'must be an http(s) or libsql URL' }),
  DATABASE_AUTH_TOKEN: z.string('is missing').default(''),
  FINGERPRINT_KEY: z.string('is missing').min(32, 'must have at least 32 characters'),
  TICKET_KEY: z
    .string('is missing')
    .trim()
    .regex(/^[\w-]{43}\.[\w-]{43}$/, 'must be a key as `npm run ticket-key` makes it'),
  TICKET_KEYS_RETIRED: z
    .string()
    .default('')
    .transform((keys) => keys.split(/[\s,]+/).filter((key) => key !== ''))
    .refine(
      (keys) => keys.length < ticketKeysMax && keys.every((key) => /^[\w-]{43}$/.test(key)),
      `must be public keys, the x of /.well-known/ticket-keys.json, with commas between, fewer than ${ticketKeysMax}`,
    ),
  AUDIT_KEY: z
    .string()
    .default('')
    .refine((key) => key === '' || key.length >= 32, 'must have at least 32 characters'),
  STAFF_KEY: z
    .string()
    .default('')
    .transform((key) => key.trim() || undefined)
    .refine(
      (key) => key === undefined || key.length >= staffKeyLengthMin,
      `must have at least ${staffKeyLengthMin} characters`,
    ),
  RATE_LIMIT: z
    .union(
      [z.literal('off'), z.coerce.number().int().min(1)],
      'must be off, or how many calls an address, and a key, may make a minute',
    )
    .default(rateLimitDefault),
  CORS_ORIGINS: z
    .string()
    .default('')
    .transform((origins) => origins.split(',').flatMap((origin) => origin.trim() || []))
    .refine(
      (origins) => origins.every(isOrigin),
      'must be origins such as https://cinema.example, with commas between',
    ),
  CLASSIC_OPEN: onOrOff.default('off'),
  DESK_CLOCK: z.enum(['alarm', 'timer'], 'must be alarm or timer').default('alarm'),
  VENUE_TIME_ZONE: z
    .string()
    .default('UTC')
    .refine(isTimeZone, 'must be an IANA time zone, such as Europe/Berlin'),
  RETENTION_DAYS: z.coerce
    .number('must be a number of days')
    .int('must be a whole number of days')
    .min(1, 'must be at least 1')
    .max(retentionDaysMax, `may be at most ${retentionDaysMax}`)
    .default(retentionDaysDefault),
  WEBHOOKS_ALLOW: z
    .enum(['', 'local'], 'must be local, or be left out')
    .default('')
    .transform((allowed) => allowed === 'local'),
  ALLOWED_HOSTS: z
    .string()
    .default('')
    .transform((hosts) => hosts.split(',').flatMap((host) => host.trim().toLowerCase() || [])),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((proxies) => proxies.split(',').flatMap((proxy) => proxy.trim() || []))
    .refine(
      (proxies) => proxies.length <= trustedProxiesMax && proxies.every(canonicalAddress),
      `must be IP addresses such as 127.0.0.1, with commas between, and at most ${trustedProxiesMax}`,
    )
    .transform((proxies) => proxies.flatMap((proxy) => canonicalAddress(proxy) ?? [])),
})

export interface Settings {
  readonly database: { readonly url: string; readonly authToken: string; readonly callMsMax: number }
  readonly fingerprintKey: string
  /** Signs the codes of tickets; and the public halves of those that did before. */
  readonly ticketKeys: { readonly secret: string; readonly retired: readonly string[] }
  /** Seals the history; without one it stays open to whoever can write to the database. */
  readonly auditKey: string | undefined
  /** None closes the staff side. */
  readonly staffKey: string | undefined
  /** Calls a minute, by address and by key; undefined where they are not counted. */
  readonly rateLimit: number | undefined
  /** Of the web pages that may ask from a browser. */
  readonly corsOrigins: readonly string[]
  /** The classic routes need no key: on a machine that serves nobody else. */
  readonly isClassicOpen: boolean
  /** What wakes a desk when a hold runs out: a timer on one machine, where desks keep nothing and so no alarm. */
  readonly deskClock: 'alarm' | 'timer'
  readonly zone: string
  /** Names and phones are kept for so long after the start of their showing. */
  readonly retentionMs: number
  /** Webhooks may go to this very machine. */
  readonly allowsLocalWebhooks: boolean
  /** Hosts that may be asked for; any where empty. */
  readonly allowedHosts: readonly string[]
  /** Addresses of the proxies whose word for who asks counts. */
  readonly trustedProxies: readonly string[]
}

/** Told to whoever asks: it names variables, never their values. */
export class SettingsError extends Error {
  override name = 'SettingsError'
}

/** As a browser names the page that asks. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text
}

const known = new WeakMap<object, Settings>()

/** The Worker's vars and secrets, validated once; what is wrong is told by the name of the variable. */
export function readSettings(env: object): Settings {
  const read = known.get(env) ?? parseSettings(env)
  known.set(env, read)
  return read
}

/** How long names and phones are kept, for who needs no other setting. */
export function readRetentionMs(env: object): number {
  return parsedBy(settings.pick({ RETENTION_DAYS: true }), env).RETENTION_DAYS * dayMs
}

function parsedBy<S extends z.ZodType>(schema: S, env: object): z.output<S> {
  const parsed = schema.safeParse(env)
  if (parsed.success) return parsed.data
  const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`)
  throw new SettingsError(`The Worker's settings are wrong: ${wrong.join('; ')}.`)
}

function parseSettings(env: object): Settings {
  const {
    DATABASE_URL,
    DATABASE_AUTH_TOKEN,
    FINGERPRINT_KEY,
    TICKET_KEY,
    TICKET_KEYS_RETIRED,
    AUDIT_KEY,
    STAFF_KEY,
    RATE_LIMIT,
    CORS_ORIGINS,
    CLASSIC_OPEN,
    DESK_CLOCK,
    VENUE_TIME_ZONE,
    RETENTION_DAYS,
    WEBHOOKS_ALLOW,
    ALLOWED_HOSTS,
    TRUSTED_PROXIES,
  } = parsedBy(settings, env)
  return {
    database: { url: DATABASE_URL, authToken: DATABASE_AUTH_TOKEN, callMsMax: databaseCallMsMax },
    fingerprintKey: FINGERPRINT_KEY,
    ticketKeys: { secret: TICKET_KEY, retired: TICKET_KEYS_RETIRED },
    auditKey: AUDIT_KEY || undefined,
    staffKey: STAFF_KEY,
    rateLimit: RATE_LIMIT === 'off' ? undefined : RATE_LIMIT,
    corsOrigins: CORS_ORIGINS,
    isClassicOpen: CLASSIC_OPEN === 'on',
    deskClock: DESK_CLOCK,
    zone: VENUE_TIME_ZONE,
    retentionMs: RETENTION_DAYS * dayMs,
    allowsLocalWebhooks: WEBHOOKS_ALLOW,
    allowedHosts: ALLOWED_HOSTS,
    trustedProxies: TRUSTED_PROXIES,
  }
}
