import * as z from 'zod'
import { dayMs } from './domain/durations.ts'
import { databaseCallMsMax, retentionDaysDefault, retentionDaysMax } from './domain/limits.ts'
import { isTimeZone } from './domain/venue-time.ts'

const settings = z.object({
  DATABASE_URL: z.url({ protocol: /^(https?|libsql)$/, error: 'must be an http(s) or libsql URL' }),
  DATABASE_AUTH_TOKEN: z.string('is missing').default(''),
  FINGERPRINT_KEY: z.string('is missing').min(32, 'must have at least 32 characters'),
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
  ALLOWED_HOSTS: z
    .string()
    .default('')
    .transform((hosts) => hosts.split(',').flatMap((host) => host.trim().toLowerCase() || [])),
})

export interface Settings {
  readonly database: { readonly url: string; readonly authToken: string; readonly callMsMax: number }
  readonly fingerprintKey: string
  readonly zone: string
  /** Names and phones are kept for so long after the start of their showing. */
  readonly retentionMs: number
  /** Hosts that may be asked for; any where empty. */
  readonly allowedHosts: readonly string[]
}

/** Told to whoever asks: it names variables, never their values. */
export class SettingsError extends Error {
  override name = 'SettingsError'
}

const known = new WeakMap<object, Settings>()

/** The Worker's vars and secrets, validated once; what is wrong is told by the name of the variable. */
export function readSettings(env: object): Settings {
  const read = known.get(env) ?? parseSettings(env)
  known.set(env, read)
  return read
}

function parseSettings(env: object): Settings {
  const parsed = settings.safeParse(env)
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`)
    throw new SettingsError(`The Worker's settings are wrong: ${wrong.join('; ')}.`)
  }
  const {
    DATABASE_URL,
    DATABASE_AUTH_TOKEN,
    FINGERPRINT_KEY,
    VENUE_TIME_ZONE,
    RETENTION_DAYS,
    ALLOWED_HOSTS,
  } = parsed.data
  return {
    database: { url: DATABASE_URL, authToken: DATABASE_AUTH_TOKEN, callMsMax: databaseCallMsMax },
    fingerprintKey: FINGERPRINT_KEY,
    zone: VENUE_TIME_ZONE,
    retentionMs: RETENTION_DAYS * dayMs,
    allowedHosts: ALLOWED_HOSTS,
  }
}
