import { canonicalAddress } from '../domain/ip-address.ts'
import { forwardedLengthMax } from '../domain/limits.ts'

export interface Origin {
  /** Who asks, as far as anybody knows. */
  readonly address: string
  /** It came to a workerd of its own, and not through Cloudflare: no header says who asks. */
  readonly isLocal: boolean
  /** It came over TLS, to this house or to the proxy before it. */
  readonly isSecure: boolean
  /** By a proxy whose word counts. */
  readonly isHandedOn: boolean
}

/** What a request tells of where it comes from. */
export interface Asked {
  readonly cf?: Readonly<Record<string, unknown>> | undefined
  readonly headers: Headers
  readonly url: string
}

/**
 * Cloudflare tells the address in a header, which nobody can forge there; workerd by itself tells it beside the request. Where
 * that is the address of a proxy that is trusted, `X-Forwarded-For` and `X-Forwarded-Proto` are believed; from anybody else they are not.
 */
export function cameFrom({ cf, headers, url }: Asked, trustedProxies: ReadonlySet<string>): Origin {
  const isSecure = url.startsWith('https:')
  const client: unknown = cf?.['clientIp']
  if (typeof client !== 'string') {
    const address = headers.get('cf-connecting-ip') ?? unknownAddress
    return { address, isLocal: false, isSecure, isHandedOn: false }
  }
  const peer = withoutPort(client)
  if (trustedProxies.size === 0 || !trustedProxies.has(canonicalAddress(peer) ?? peer))
    return { address: peer, isLocal: true, isSecure, isHandedOn: false }
  return {
    address: forwardedFor(headers.get('x-forwarded-for') ?? '', trustedProxies) ?? peer,
    isLocal: true,
    isSecure: isSecure || headers.get('x-forwarded-proto') === 'https',
    isHandedOn: true,
  }
}

/** The last address that is no proxy's own: each proxy adds whom it was asked by, and what stands before that may be made up. */
function forwardedFor(forwarded: string, trustedProxies: ReadonlySet<string>): string | undefined {
  const entries = forwarded.slice(-forwardedLengthMax).split(',')
  const isCut = forwarded.length > forwardedLengthMax
  for (const entry of entries.slice(isCut ? 1 : 0).toReversed()) {
    const address = canonicalAddress(withoutPort(entry.trim()))
    if (address === undefined || !trustedProxies.has(address)) return address
  }
  return undefined
}

/** Of who comes by a service binding, from another Worker of the house's own. */
export const unknownAddress = 'unknown'

/** From this very machine, and handed on by no proxy that says so, or that is known for one. */
export function isFromThisMachine({ headers }: Pick<Asked, 'headers'>, from: Origin): boolean {
  if (from.isHandedOn || !/^(?:127\.|::1$|::ffff:127\.)/.test(from.address)) return false
  return proxyHeaders.every((name) => !headers.has(name))
}

const proxyHeaders = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via', 'cf-ray']

/** IPv6 has brackets around it where a port may follow. */
function withoutPort(client: string): string {
  if (client.startsWith('[')) return /^\[([^\]]+)\](?::\d+)?$/.exec(client)?.[1] ?? client
  return client.replace(/^([\d.]+):\d+$/, '$1')
}
