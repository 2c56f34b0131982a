import * as z from 'zod'

const found = z.object({ seed: z.number(), invariant: z.string(), detail: z.string() })

/** What a proving process tells at its end: a line of JSON, on standard output. */
export const report = z.object({
  seeds: z.number(),
  requests: z.number(),
  won: z.number(),
  found: z.array(found),
  smallest: z.object({ path: z.string(), trace: z.array(z.string()) }).optional(),
})

export type Report = z.output<typeof report>
export type Found = z.output<typeof found>
