const minuteMs = 60_000

/** Fires the Worker's cron at each full minute, as Cloudflare would. */
export function startCronTick(port: () => number): { stop(): void } {
  let timer = setTimeout(tick, untilNextMinute())

  function tick(): void {
    const time = Math.floor(Date.now() / minuteMs) * minuteMs
    fire(port(), time).catch((error: Error) => console.error(`The cron could not run: ${error.message}`))
    timer = setTimeout(tick, untilNextMinute())
  }

  return { stop: () => clearTimeout(timer) }
}

async function fire(port: number, time: number): Promise<void> {
  const query = new URLSearchParams({ time: String(time), cron: '* * * * *' })
  const response = await fetch(`http://127.0.0.1:${port}/?${query.toString()}`, {
    signal: AbortSignal.timeout(minuteMs),
  })
  if (!response.ok) throw new Error((await response.text()).trim())
}

function untilNextMinute(): number {
  return minuteMs - (Date.now() % minuteMs)
}
