/** As much of a WebSocket as watching takes: a browser's, Node's, a Worker's, that of `ws` or of `undici`. */
export interface LiveSocket {
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
  addEventListener(type: 'close' | 'error', listener: () => void): void
  send(text: string): void
  close(): void
}

export type LiveSocketConstructor = new (url: string) => LiveSocket

/** Opens a socket at an address that begins with `http`. */
export type OpenSocket = (url: string) => LiveSocket | Promise<LiveSocket>

type Upgrading = (url: string, init: { headers: Record<string, string> }) => Promise<unknown>

interface Means {
  readonly WebSocket: LiveSocketConstructor | undefined
  readonly fetch: Upgrading | undefined
}

/**
 * By the constructor that was given; in a Worker by the `fetch` that was given, such as a service binding's; else by the global one.
 * @throws TypeError where the runtime has none.
 */
export function socketOpener({ WebSocket, fetch }: Means): OpenSocket {
  if (WebSocket === undefined && fetch !== undefined && 'WebSocketPair' in globalThis) {
    return (url) => upgrade(url, fetch)
  }
  const Socket = WebSocket ?? globalSocket()
  return (url) => new Socket(url.replace(/^http/, 'ws'))
}

function globalSocket(): LiveSocketConstructor {
  // Missing in Node before 22, whatever the types say.
  const { WebSocket } = globalThis as { WebSocket?: LiveSocketConstructor }
  if (WebSocket !== undefined) return WebSocket
  throw new TypeError(
    'This runtime has no WebSocket to watch with. Give one, such as that of the package ws: createMarqueeClient({ url, WebSocket }). Node has its own from 22 on.',
  )
}

async function upgrade(url: string, fetch: Upgrading): Promise<LiveSocket> {
  const response = await fetch(url, { headers: { upgrade: 'websocket' } })
  const socket = isUpgraded(response) ? response.webSocket : null
  if (socket === null) throw new Error('the upgrade to a WebSocket was refused')
  socket.accept()
  return socket
}

interface Upgraded {
  readonly webSocket: (LiveSocket & { accept(): void }) | null
}

function isUpgraded(response: unknown): response is Upgraded {
  return typeof response === 'object' && response !== null && 'webSocket' in response
}
