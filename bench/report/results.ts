import * as z from 'zod'

/** What rounds come to; each has those that its scenario measures. */
export const figureNames = [
  'perSecond',
  'p50Ms',
  'p99Ms',
  'p999Ms',
  'serviceCpuSeconds',
  'loadCpuSeconds',
  'memoryMiB',
  'silent',
  'served',
  'refused',
  'overSecond',
  'turnedAway',
  'soldOutSeconds',
  'connections',
  'databaseCallsPerRequest',
  'cronMs',
  'firstStartMs',
  'secondStartMs',
  'coldWorkerMs',
  'bundleKiB',
  'bundleGzipKiB',
] as const
export type FigureName = (typeof figureNames)[number]
export type Figures = Partial<Record<FigureName, number>>

const round = z.object({
  scenario: z.string(),
  contender: z.string(),
  round: z.number(),
  /** Why it counts for nothing; null where it counts. */
  fault: z.string().nullable(),
  figures: z.partialRecord(z.enum(figureNames), z.number()),
})
export type Round = z.output<typeof round>

const machine = z.object({
  processor: z.string(),
  cores: z.number(),
  memoryGiB: z.number(),
  kernel: z.string(),
  node: z.string(),
  workerd: z.string(),
  /** The median of writing 4 KiB and having it on disk. */
  syncMs: z.number(),
})
export type Machine = z.output<typeof machine>

export const results = z.object({
  date: z.string(),
  commit: z.string(),
  isQuick: z.boolean(),
  roundsWanted: z.number(),
  minutes: z.number(),
  machine,
  /** What was left out, and why. */
  notes: z.array(z.string()),
  rounds: z.array(round),
})
export type Results = z.output<typeof results>
