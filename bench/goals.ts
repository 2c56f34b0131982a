import type { Place } from './report/medians.ts'
import { burstBuyers } from './scenarios.ts'

/** Where Marquee must arrive. */
export interface Goal {
  readonly what: string
  readonly of: Place
  /** What it is a multiple of; where nothing, the figure itself is judged. */
  readonly against?: Place
  readonly is: 'at least' | 'at most'
  /** None where only the stretch is wanted. */
  readonly floor?: number
  readonly stretch?: number
  /** The worst round is judged, not the median. */
  readonly isWorst?: true
  /** How many buyers it is meant for, where a machine may allow fewer. */
  readonly buyers?: number
}

export const goals: readonly Goal[] = [
  ...['hot', 'group'].flatMap((scenario) => [
    beside(scenario, 'ceiling', { floor: 0.75 }),
    beside(scenario, 'fastify-sqlite', { floor: 1.3 }),
    beside(scenario, 'fastify-postgres', { floor: 1.2 }),
    beside(scenario, 'flask', { floor: 3 }),
    beside(scenario, 'fastify-postgres-function', { stretch: 1 }),
  ]),
  {
    what: 'many, of hot',
    of: rate('many', 'marquee'),
    against: rate('hot', 'marquee'),
    is: 'at least',
    floor: 0.5,
  },
  beside('many', 'fastify-sqlite', { floor: 1 }),
  beside('many', 'fastify-postgres', { stretch: 1 }),
  ...['contended', 'seats'].flatMap((scenario) => [
    beside(scenario, 'worker-alone', { floor: 0.8 }),
    beside(scenario, 'fastify-postgres', { floor: 1 }),
    beside(scenario, 'fastify-postgres-function', { stretch: 1 }),
  ]),
  beside('view', 'fastify-postgres', { floor: 0.6, stretch: 1 }),
  beside('mix', 'fastify-postgres', { floor: 1 }),
  {
    what: 'far, of the rate at home by 512 connections',
    of: rate('far', 'marquee-far'),
    against: rate('far', 'marquee'),
    is: 'at least',
    floor: 0.5,
    stretch: 0.8,
  },
  {
    what: 'far, the p50: three round trips of 30 ms',
    of: { scenario: 'far', contender: 'marquee-far', figure: 'p50Ms' },
    is: 'at most',
    floor: 90,
  },
  {
    what: 'round trips to the database for a booking in hot',
    of: { scenario: 'round-trips', contender: 'marquee-counted', figure: 'databaseCallsPerRequest' },
    is: 'at most',
    floor: 0.1,
    stretch: 0.05,
  },
  ...['grown-hot', 'grown-many'].map((scenario): Goal => ({
    what: `${scenario}, of the rate on an empty database`,
    of: rate(scenario, 'marquee-grown'),
    against: rate(scenario, 'marquee'),
    is: 'at least',
    floor: 0.9,
  })),
  {
    what: 'cron, of the time among 10 thousand tickets',
    of: { scenario: 'cron', contender: 'marquee-grown', figure: 'cronMs' },
    against: { scenario: 'cron', contender: 'marquee-small', figure: 'cronMs' },
    is: 'at most',
    floor: 1.3,
  },
  {
    what: 'burst, seconds until it is sold out',
    of: { scenario: 'burst', contender: 'marquee', figure: 'soldOutSeconds' },
    buyers: burstBuyers,
    is: 'at most',
    floor: 3,
    stretch: 1,
  },
  {
    what: 'burst, buyers without an answer',
    of: { scenario: 'burst', contender: 'marquee', figure: 'silent' },
    buyers: burstBuyers,
    is: 'at most',
    floor: 0,
    isWorst: true,
  },
  {
    what: 'bundle, KiB minified and gzipped',
    of: { scenario: 'start', contender: 'marquee', figure: 'bundleGzipKiB' },
    is: 'at most',
    floor: 150,
    stretch: 120,
  },
  {
    what: "latency, the p99 in hot by 16 connections, of the ceiling's",
    of: { scenario: 'latency', contender: 'marquee', figure: 'p99Ms' },
    against: { scenario: 'latency', contender: 'ceiling', figure: 'p99Ms' },
    is: 'at most',
    floor: 3,
    stretch: 2,
  },
]

function beside(scenario: string, peer: string, wanted: Pick<Goal, 'floor' | 'stretch'>): Goal {
  return {
    what: `${scenario}, of ${peer}`,
    of: rate(scenario, 'marquee'),
    against: rate(scenario, peer),
    is: 'at least',
    ...wanted,
  }
}

function rate(scenario: string, contender: string): Place {
  return { scenario, contender, figure: 'perSecond' }
}
