import { keptName } from '../../kept-name.ts'

const scope = '/desk/door'

/** Has a service worker keep this page and what it is made of. Without one the page works as long as it is open. */
export async function keepPage(): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  await navigator.serviceWorker.register('/pages/scripts/desk-door-worker.js', { scope, type: 'module' })
  const parts = performance
    .getEntriesByType('resource')
    .map(({ name }) => name)
    .filter((url) => new URL(url).pathname.startsWith('/pages/'))
  const cache = await caches.open(keptName)
  await cache.addAll([location.href, ...new Set(parts)])
}
