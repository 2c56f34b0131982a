import path from 'node:path'
import { type Address, isLoopback } from './address.ts'
import { type Bundle, projectDirectory } from './bundle.ts'

interface ConfigOptions {
  readonly address: Address
  readonly bundle: Bundle
  /** The one address that the Worker can reach. */
  readonly databaseUrl: string
  /** Where the configuration will lie: it names files relative to itself. */
  readonly directory: string
  /** Names of variables that workerd reads from its own environment, so that no secret is written down. */
  readonly variables: readonly string[]
}

const assetsDirectory = path.join(projectDirectory, 'web/public')
const cronWorker = path.join(import.meta.dirname, 'cron-worker.js')

/** workerd's configuration: the production bundle with its desks, and the tiny worker that fires its cron. */
export function workerdConfig(options: ConfigOptions): string {
  const { address, bundle, databaseUrl, variables } = options
  const embed = (file: string): string => `embed ${quote(path.relative(options.directory, file))}`
  const bindings = variables.map((name) => `(name = ${quote(name)}, fromEnvironment = ${quote(name)})`)
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "marquee", worker = .marquee),
    (name = "cron", worker = .cron),
    (name = "database", external = ${externalServer(databaseUrl)}),
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
    (name = "DESKS", durableObjectNamespace = "SeatDesk"),
    ${isLoopback(address.host) ? '(name = "LOCAL_CRON", service = "cron"),' : ''}
  ],
  durableObjectNamespaces = [(className = "SeatDesk", uniqueKey = "marquee-SeatDesk", enableSql = true)],
  # Desks keep nothing: a file for each, with its syncs, would take longer than opening the showing does.
  durableObjectStorage = (inMemory = void),
  globalOutbound = "database",
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
