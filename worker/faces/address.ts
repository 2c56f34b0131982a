export interface Origin {
  /** Who asks, as far as anybody knows. */
  readonly address: string
  /** It came to a workerd of its own, and not through Cloudflare: no header says who asks. */
  readonly isLocal: boolean
}

/** Cloudflare tells the address in a header, which nobody can forge there; workerd by itself tells it beside the request. */
export function cameFrom({ cf, headers }: Request): Origin {
  const client: unknown = cf?.['clientIp']
  if (typeof client === 'string') return { address: withoutPort(client), isLocal: true }
  return { address: headers.get('cf-connecting-ip') ?? unknownAddress, isLocal: false }
}

/** Of who comes by a service binding, from another Worker of the house's own. */
export const unknownAddress = 'unknown'

/** From this very machine, and handed on by no proxy that says so. */
export function isFromThisMachine({ headers }: Request, address: string): boolean {
  if (!/^(?:127\.|::1$|::ffff:127\.)/.test(address)) return false
  return proxyHeaders.every((name) => !headers.has(name))
}

const proxyHeaders = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via', 'cf-ray']

function withoutPort(client: string): string {
  const host = client.replace(/:\d+$/, '')
  return host.startsWith('[') ? host.slice(1, -1) : host
}
