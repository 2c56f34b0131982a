import ipaddr from 'ipaddr.js'
import { urlLengthMax } from './limits.ts'

/** Names that are resolved to a network of one's own. */
const innerNames = /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home\.arpa)$/

export interface WebhookUrlRules {
  /** Receivers on this very machine, also without TLS: for tests and for developing. */
  readonly allowsLocal: boolean
}

/**
 * What is wrong with the address of a receiver, in words that follow "url"; undefined where it may be called. What a name is resolved
 * to is not known here: the network has to refuse private addresses as well.
 */
export function problemOfWebhookUrl(text: string, { allowsLocal }: WebhookUrlRules): string | undefined {
  if (text.length > urlLengthMax) return `may have at most ${urlLengthMax} characters`
  const url = URL.parse(text)
  if (url === null) return 'must be a URL such as https://cinema.example/hooks'
  const host = url.hostname.replace(/\.$/, '')
  const isLocal = allowsLocal && isThisMachine(host)
  if (url.protocol !== 'https:' && !(isLocal && url.protocol === 'http:')) return 'must begin with https://'
  if (url.username !== '' || url.password !== '') return 'must not contain a user or a password'
  return isLocal || isPublic(host) ? undefined : 'must be an address on the public internet'
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || addressIn(host)?.range() === 'loopback'
}

function isPublic(host: string): boolean {
  const address = addressIn(host)
  if (address !== undefined) return address.range() === 'unicast'
  return host.includes('.') && !innerNames.test(host)
}

/** URLs have brackets around IPv6 addresses, and write every IPv4 address as four numbers. */
function addressIn(host: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const bare = host.replace(/^\[(.*)\]$/, '$1')
  return ipaddr.isValid(bare) ? ipaddr.parse(bare) : undefined
}
