import { type Address, isLoopback } from './address.ts'
import type { DataDirectory } from './data-directory.ts'

/** How staff come in on one machine. */
export interface StaffSide {
  readonly settings: { readonly STAFF_KEY: string; readonly CLASSIC_OPEN: 'on' | 'off' }
  /** Where the key lies that was made here; undefined where it came with the environment. */
  readonly keyFile: string | undefined
}

/** A house that others can reach is opened with a key that somebody chose. */
export function ensureStaffKey({ host }: Address, { STAFF_KEY }: NodeJS.ProcessEnv): void {
  if (isLoopback(host) || isChosen(STAFF_KEY)) return
  throw new Error(
    `On ${host} others can reach this house, so its staff side needs a key of your choice. Set STAFF_KEY to 32 characters or more (openssl rand -hex 32 makes some), or leave HOST out.`,
  )
}

/**
 * The classic routes need no key on a machine that serves itself alone. Whoever chooses a key, or names further hosts or a proxy,
 * serves others too: behind a proxy, everybody comes from this machine.
 */
export function staffSideOf(
  { host }: Address,
  { staffKey, staffKeyFile }: Pick<DataDirectory, 'staffKey' | 'staffKeyFile'>,
  { STAFF_KEY, ALLOWED_HOSTS = '', TRUSTED_PROXIES = '' }: NodeJS.ProcessEnv,
): StaffSide {
  if (isChosen(STAFF_KEY)) return { settings: { STAFF_KEY, CLASSIC_OPEN: 'off' }, keyFile: undefined }
  const isAlone = isLoopback(host) && `${ALLOWED_HOSTS}${TRUSTED_PROXIES}`.trim() === ''
  const settings = { STAFF_KEY: staffKey, CLASSIC_OPEN: isAlone ? 'on' : 'off' } as const
  return { settings, keyFile: staffKeyFile }
}

function isChosen(key: string | undefined): key is string {
  return key !== undefined && key.trim() !== ''
}
