import { sessionMsMax } from '../domain/limits.ts'
import { type Result, accept } from '../domain/result.ts'
import { type Doorkeeper, type Identity, isSame } from './doorkeeper.ts'

interface SessionParts {
  readonly doorkeeper: Doorkeeper
  readonly now: () => number
  /** An HMAC by the secret of the deployment. */
  readonly fingerprint: (operation: string, request: object) => Promise<string>
}

interface Session {
  /** For its browser to keep: it tells whose it is and until when, and is no key. */
  readonly token: string
  readonly msLeft: number
}

/** How a token is written: the key's id, the instant at which it ends, which key it was, and over all three an HMAC. */
const tokenPattern = /^([\w]{1,40})\.(\d{13})\.([\w-]{43})\.([\w-]{43})$/
const base64Url = { alphabet: 'base64url', omitPadding: true } as const

/**
 * Sessions at the desk. None is stored: a token is signed with the secret of the deployment, and its key is looked up each time. So
 * it ends with its key, whether that is revoked, or the first of all is replaced.
 */
export class Sessions {
  readonly #parts: SessionParts

  constructor(parts: SessionParts) {
    this.#parts = parts
  }

  /** For who shows a staff key. */
  async open(key: string): Promise<Result<Session>> {
    const { doorkeeper, now } = this.#parts
    const identity = await doorkeeper.identify(`Bearer ${key}`)
    if (!identity.ok) return identity
    const { keyId } = identity.value
    const recalled = await doorkeeper.recall(keyId)
    if (recalled === undefined) throw new Error('a key was known, and is not')
    const told = `${keyId}.${now() + sessionMsMax}.${await this.#markOf(recalled.hash)}`
    return accept({ token: `${told}.${await this.#sign(told)}`, msLeft: sessionMsMax })
  }

  /** Whose token it is; undefined where it is forged, past its end, or its key is gone. No database is asked for what is not signed. */
  async identify(token: string): Promise<Identity | undefined> {
    const { doorkeeper, now } = this.#parts
    const [, keyId = '', endsAt = '', mark = '', mac = ''] = tokenPattern.exec(token) ?? []
    const signed = await this.#sign(`${keyId}.${endsAt}.${mark}`)
    if (!isSameText(mac, signed) || Number(endsAt) <= now()) return undefined
    const key = await doorkeeper.recall(keyId)
    if (key === undefined || !isSameText(mark, await this.#markOf(key.hash))) return undefined
    return { role: key.role, keyId }
  }

  #sign(told: string): Promise<string> {
    return this.#macOf('session', told)
  }

  /** Tells keys apart, and nothing of them to who has no secret of the deployment. */
  #markOf(hash: string): Promise<string> {
    return this.#macOf('key of a session', hash)
  }

  async #macOf(what: string, text: string): Promise<string> {
    const mac = await this.#parts.fingerprint(what, { text })
    return Uint8Array.fromBase64(mac).toBase64(base64Url)
  }
}

function isSameText(one: string, other: string): boolean {
  const bytes = new TextEncoder()
  return isSame(bytes.encode(one), bytes.encode(other))
}
