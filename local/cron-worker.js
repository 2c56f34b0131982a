/** Delivers a `scheduled` event to the Worker, at `?time=<epoch ms>&cron=...`, as `wrangler dev` does. */
export default {
  async fetch(request, env) {
    const { searchParams } = new URL(request.url)
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
