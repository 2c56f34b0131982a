import path from 'node:path'
import { type Address, isLoopback } from './address.ts'
import { type Bundle, projectDirectory } from './bundle.ts'

interface ConfigOptions {
  readonly address: Address
  readonly bundle: Bundle
  /** The one address within that the Worker can reach, by a binding of its own. */
  readonly databaseUrl: string
  /** Webhooks may go to this very machine, beside the public internet. */
  readonly allowsLocal: boolean
  /** Where the configuration will lie: it names files relative to itself. */
  readonly directory: string
  /** Names of variables that workerd reads from its own environment, so that no secret is written down. */
  readonly variables: readonly string[]
}

/** Nobody's on the public internet, though workerd takes them for public: for documentation, benchmarks, groups, and ways around. */
const reservedNetworks = [
  '0.0.0.0/8',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '64:ff9b::/96',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  'ff00::/8',
]

const assetsDirectory = path.join(projectDirectory, 'web/public')
const cronWorker = path.join(import.meta.dirname, 'cron-worker.js')

/** workerd's configuration: the production bundle with its desks, and the tiny worker that fires its cron. */
export function workerdConfig(options: ConfigOptions): string {
  const { address, bundle, databaseUrl, variables, allowsLocal } = options
  const embed = (file: string): string => `embed ${quote(path.relative(options.directory, file))}`
  const bindings = variables.map((name) => `(name = ${quote(name)}, fromEnvironment = ${quote(name)})`)
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "marquee", worker = .marquee),
    (name = "cron", worker = .cron),
    (name = "database", external = ${externalServer(databaseUrl)}),
    # Asked of the addresses that a name was resolved to, at each connection: so no name leads inside.
    (name = "internet", network = (
      allow = ["public"${allowsLocal ? ', "local"' : ''}],
      deny = [${reservedNetworks.map(quote).join(', ')}],
      tlsOptions = (trustBrowserCas = true),
    )),
    (name = "assets", disk = ${quote(assetsDirectory)}),
  ],
  sockets = [
    (name = "http", address = ${quote(listenAddress(address))}, http = (), service = "marquee"),
    (name = "cron", address = "127.0.0.1:0", http = (), service = "cron"),
  ],
);

const marquee :Workerd.Worker = (
  modules = [(name = "index.js", esModule = ${embed(bundle.file)})],
  compatibilityDate = ${quote(bundle.compatibilityDate)},
  bindings = [
    ${bindings.join(',\n    ')},
    (name = "ASSETS", service = "assets"),
    (name = "DESKS", durableObjectNamespace = "ScreenDesks"),
    (name = "WEBHOOKS", durableObjectNamespace = "WebhookSender"),
    (name = "DATABASE", service = "database"),
    ${isLoopback(address.host) ? '(name = "LOCAL_CRON", service = "cron"),' : ''}
  ],
  durableObjectNamespaces = [
    (className = "ScreenDesks", uniqueKey = "marquee-ScreenDesks", enableSql = true),
    (className = "WebhookSender", uniqueKey = "marquee-WebhookSender", enableSql = true, preventEviction = true),
  ],
  # One that is evicted loses its alarm here, and senders are few. They all keep nothing there: a file for each, with its syncs, would take longer than opening the showing does.
  durableObjectStorage = (inMemory = void),
  globalOutbound = "internet",
);

const cron :Workerd.Worker = (
  modules = [(name = "cron.js", esModule = ${embed(cronWorker)})],
  compatibilityDate = ${quote(bundle.compatibilityDate)},
  compatibilityFlags = ["service_binding_extra_handlers"],
  bindings = [(name = "WORKER", service = "marquee")],
);
`
}

function externalServer(url: string): string {
  const { protocol, hostname, port } = new URL(url)
  if (protocol === 'http:') return `(address = ${quote(`${hostname}:${port || 80}`)}, http = ())`
  const tls = `https = (options = (), tlsOptions = (trustBrowserCas = true), certificateHost = ${quote(hostname)})`
  return `(address = ${quote(`${hostname}:${port || 443}`)}, ${tls})`
}

function listenAddress({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

function quote(text: string): string {
  return JSON.stringify(text)
}
