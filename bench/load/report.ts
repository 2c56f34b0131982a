import * as z from 'zod'

/** What a load process says, a line of JSON each: that the clock runs, and what came of it. */
export const loadMessage = z.discriminatedUnion('event', [
  z.object({ event: z.literal('measuring') }),
  z.object({
    event: z.literal('measured'),
    seconds: z.number(),
    counts: z.object({ served: z.number(), refused: z.number(), busy: z.number(), silent: z.number() }),
    latencyMs: z.object({
      p50: z.number(),
      p99: z.number(),
      p999: z.number(),
      max: z.number(),
      /** How many took over a second. */
      overSecond: z.number(),
    }),
    /** Requests of the warm-up that got no word. */
    warmUpSilent: z.number(),
    lastServedSeconds: z.number().optional(),
    turnedAway: z.number().optional(),
    /** Of the load process itself, while the clock ran. */
    cpuSeconds: z.number(),
  }),
])

export type LoadReport = Extract<z.output<typeof loadMessage>, { event: 'measured' }>

export function latencyOf(latenciesMs: readonly number[]): LoadReport['latencyMs'] {
  const sorted = Float64Array.from(latenciesMs).sort()
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0
  return {
    p50: at(0.5),
    p99: at(0.99),
    p999: at(0.999),
    max: at(1),
    overSecond: latenciesMs.filter((ms) => ms > 1_000).length,
  }
}

export const acknowledgedTickets = z.array(
  z.object({ booking: z.string(), showing: z.string(), seat: z.string() }),
)
