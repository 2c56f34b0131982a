/**
 * Delivers a `scheduled` event to the Worker, at `?time=<epoch ms>&cron=...`, as `wrangler dev` does.
 * It changes bookings by a GET: so it serves this machine alone, and no page of whatever site.
 */
export default {
  async fetch(request, env) {
    const { hostname, searchParams } = new URL(request.url)
    const site = request.headers.get('sec-fetch-site')
    const isByPage = request.headers.has('origin') || (site !== null && site !== 'none')
    if (isByPage || !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)) {
      return new Response('The cron is fired from this machine alone.\n', { status: 403 })
    }
    const time = Number(searchParams.get('time') ?? Date.now())
    // workerd knows no later dates.
    if (!Number.isSafeInteger(time) || time < 0 || time > Date.UTC(2189, 0)) {
      return new Response('time must be epoch milliseconds\n', { status: 400 })
    }
    const cron = searchParams.get('cron') ?? '* * * * *'
    const { outcome } = await env.WORKER.scheduled({ scheduledTime: new Date(time), cron })
    return new Response(`${outcome}\n`, { status: outcome === 'ok' ? 200 : 500 })
  },
}
