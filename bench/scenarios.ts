import type { WorkloadName } from './load/workloads.ts'

export interface Scenario {
  readonly name: string
  /** One line that says what is asked. */
  readonly what: string
  readonly measure: Measure
  /** By name; the first is whom the others are compared with. */
  readonly contenders: readonly string[]
  /** Those of a quick run; none where it leaves the scenario out. */
  readonly quick: readonly string[]
}

export type Measure = LoadMeasure | { readonly kind: 'cron' } | { readonly kind: 'start' }

export interface LoadMeasure {
  readonly kind: 'load'
  readonly workload: WorkloadName
  readonly connections: number
  readonly seconds: number
  /** Which answers are its rate. */
  readonly counts: readonly ('served' | 'refused')[]
}

export const burstBuyers = 20_000

const sqlite = ['fastify-sqlite', 'fastify-sqlite-group']
const postgres = ['fastify-postgres', 'fastify-postgres-function']
const peers = [...sqlite, ...postgres, 'flask']

export const scenarios: readonly Scenario[] = [
  {
    name: 'hot',
    what: 'everybody books a seat of the same showing, which has 50,000',
    measure: load('hot'),
    contenders: ['marquee', 'marquee-trpc', 'ceiling', ...peers, 'fastify-empty'],
    quick: ['marquee', 'marquee-trpc', 'ceiling', ...sqlite, 'fastify-postgres', 'fastify-empty'],
  },
  {
    name: 'group',
    what: 'the same, four seats a booking',
    measure: load('group'),
    contenders: ['marquee', 'ceiling', 'fastify-sqlite', ...postgres, 'flask'],
    quick: ['marquee', 'ceiling'],
  },
  {
    name: 'many',
    what: '2,500 showings of 20 seats at once',
    measure: load('many', { seconds: 8 }),
    contenders: ['marquee', ...sqlite, ...postgres],
    quick: ['marquee', 'fastify-sqlite'],
  },
  {
    name: 'contended',
    what: 'everybody wants the same 20 seats, which are sold: refusals, by Marquee on what it heard a quarter of a second ago at most',
    measure: load('contended', { counts: ['refused'] }),
    contenders: ['marquee', 'marquee-trpc', 'worker-alone', 'fastify-sqlite', ...postgres],
    quick: ['marquee', 'worker-alone', 'fastify-postgres'],
  },
  {
    name: 'view',
    what: 'a booking by its id, of 4,000',
    measure: load('view'),
    contenders: ['marquee', 'marquee-trpc', 'fastify-sqlite', 'fastify-postgres'],
    quick: ['marquee', 'fastify-postgres'],
  },
  {
    name: 'seats',
    what: 'the seats of a showing, half of its 300 sold, by Marquee as it read them a quarter of a second ago at most',
    measure: load('seats'),
    contenders: ['marquee', 'worker-alone', 'fastify-sqlite', ...postgres],
    quick: ['marquee', 'worker-alone'],
  },
  {
    name: 'mix',
    what: '70 % look at seats, 20 % book, 5 % view, 3 % move, 2 % cancel',
    measure: load('mix', { counts: ['served', 'refused'] }),
    contenders: ['marquee', 'fastify-sqlite', 'fastify-postgres'],
    quick: ['marquee', 'fastify-postgres'],
  },
  {
    name: 'latency',
    what: 'hot, by 16 connections',
    measure: load('hot', { connections: 16 }),
    contenders: ['marquee', 'ceiling', 'fastify-postgres'],
    quick: ['marquee', 'ceiling'],
  },
  {
    name: 'far',
    what: 'hot by 512 connections, the database 30 ms away and back beside at home',
    measure: load('hot', { connections: 512 }),
    contenders: ['marquee-far', 'marquee'],
    quick: ['marquee-far', 'marquee'],
  },
  {
    name: 'round-trips',
    what: 'hot, and how often the database is asked',
    measure: load('hot'),
    contenders: ['marquee-counted'],
    quick: ['marquee-counted'],
  },
  {
    name: 'burst',
    what: `${burstBuyers.toLocaleString('en')} buyers at once, each on a connection of his own, for 5,000 seats`,
    measure: load('burst', { connections: burstBuyers, seconds: 30, counts: ['served', 'refused'] }),
    contenders: ['marquee', 'fastify-sqlite-group', 'fastify-postgres'],
    quick: ['marquee'],
  },
  {
    name: 'grown-hot',
    what: 'hot, on a database of 10 million tickets beside on an empty one',
    measure: load('hot'),
    contenders: ['marquee-grown', 'marquee'],
    quick: [],
  },
  {
    name: 'grown-many',
    what: 'many, on a database of 10 million tickets beside on an empty one',
    measure: load('many', { seconds: 8 }),
    contenders: ['marquee-grown', 'marquee'],
    quick: [],
  },
  {
    name: 'cron',
    what: 'the cron expires 1,000 bookings, among 10 million tickets beside among 10 thousand',
    measure: { kind: 'cron' },
    contenders: ['marquee-grown', 'marquee-small'],
    quick: ['marquee-small'],
  },
  {
    name: 'start',
    what: 'from `npm start` to the first answer',
    measure: { kind: 'start' },
    contenders: ['marquee'],
    quick: ['marquee'],
  },
]

function load(
  workload: WorkloadName,
  {
    connections = 64,
    seconds = 3,
    counts = ['served'],
  }: Partial<Pick<LoadMeasure, 'connections' | 'seconds' | 'counts'>> = {},
): LoadMeasure {
  return { kind: 'load', workload, connections, seconds, counts }
}
