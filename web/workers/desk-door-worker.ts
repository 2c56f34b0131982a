import { keptName } from '../kept-name.ts'

declare const self: ServiceWorkerGlobalScope

const patienceMs = 3_000

self.addEventListener('install', () => void self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

/** The door's pages and what they are made of; what the house is asked stays the page's own matter. */
self.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request
  const { origin, pathname } = new URL(url)
  if (method !== 'GET' || origin !== self.location.origin) return
  if (mode === 'navigate' || pathname.startsWith('/pages/')) event.respondWith(fromNetFirst(event.request))
})

async function fromNetFirst(request: Request): Promise<Response> {
  const cache = await caches.open(keptName)
  try {
    const answer = await within(patienceMs, fetch(request))
    if (answer.ok && !answer.redirected) await cache.put(request, answer.clone())
    return answer
  } catch (error) {
    const kept = await cache.match(request, { ignoreVary: true })
    if (kept === undefined) throw error
    return kept
  }
}

function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error('too late')), ms)
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}
