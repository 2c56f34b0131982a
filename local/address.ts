import net from 'node:net'
import { hostname, networkInterfaces } from 'node:os'

export interface Address {
  readonly host: string
  readonly port: number
  readonly url: string
  /** What a request's `Host` may say: names of this server, so that no other web page can use it. */
  readonly allowedHosts: readonly string[]
}

export function addressFrom(env: NodeJS.ProcessEnv): Address {
  const host = env['HOST'] ?? '127.0.0.1'
  const port = Number(env['PORT'] ?? 8787)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`PORT must be a number from 1 to 65535, not ${env['PORT']}.`)
  }
  const names = ['127.0.0.1', 'localhost', '::1', host, ...(isLoopback(host) ? [] : namesOfThisMachine())]
  const extra = env['ALLOWED_HOSTS']?.split(',').flatMap((name) => name.trim().toLowerCase() || []) ?? []
  // Behind a proxy of the house's own such a name comes without this port.
  const withPort = [...names, ...extra.filter((name) => !name.includes(':'))].map((name) =>
    hostWithPort(name, port),
  )
  const allowedHosts = [...new Set([...withPort, ...extra])]
  return { host, port, url: `http://${hostWithPort(host, port)}`, allowedHosts }
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

/** Waits a moment for a server that is just ending; then says who has to move. */
export async function ensurePortIsFree({ host, port }: Address): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    if (await canListen(host, port)) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(
    `Port ${port} on ${host} is taken. Stop what uses it, or choose another: PORT=${port + 1} npm start`,
  )
}

function canListen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = net.createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false)
      else reject(new Error(`Cannot listen on ${host}:${port}: ${error.message}`))
    })
    server.listen({ host, port }, () => server.close(() => resolve(true)))
  })
}

/** As a browser writes it: brackets around IPv6, no port where it is HTTP's own. */
function hostWithPort(host: string, port: number): string {
  return new URL(`http://${host.includes(':') ? `[${host}]` : host}:${port}`).host
}

function namesOfThisMachine(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap(
    (of) => of?.map(({ address }) => address) ?? [],
  )
  return [hostname(), ...addresses.filter((address) => !address.startsWith('fe80'))]
}
