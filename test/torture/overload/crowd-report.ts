import * as z from 'zod'

const milliseconds = z.object({ p50: z.number(), p99: z.number(), max: z.number() })

/** What a crowd saw, as it prints it at its end. */
export const crowdReport = z.object({
  /** Bookings made before the rush began. */
  opened: z.number(),
  served: z.number(),
  servedMs: milliseconds,
  /** How often, by HTTP status. */
  refused: z.record(z.string(), z.number()),
  refusedMs: milliseconds,
  withoutRetryAfter: z.number(),
  lost: z.number(),
})

export type CrowdReport = z.output<typeof crowdReport>
