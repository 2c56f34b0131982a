import type { FigureName } from './results.ts'

export interface Column {
  readonly title: string
  readonly figure: FigureName
  readonly digits: number
  /** Shows the least and the most beside the median. */
  readonly hasSpread?: true
}

const costs: readonly Column[] = [
  { title: 'CPU s / 1,000', figure: 'serviceCpuSeconds', digits: 2 },
  { title: 'load CPU s / 1,000', figure: 'loadCpuSeconds', digits: 2 },
  { title: 'peak MiB', figure: 'memoryMiB', digits: 0 },
]

const ofLoad: readonly Column[] = [
  { title: 'per second', figure: 'perSecond', digits: 0, hasSpread: true },
  { title: 'p50 ms', figure: 'p50Ms', digits: 1 },
  { title: 'p99 ms', figure: 'p99Ms', digits: 1 },
  { title: 'p99.9 ms', figure: 'p999Ms', digits: 1 },
  ...costs,
  { title: 'without a word', figure: 'silent', digits: 0 },
  { title: 'database requests / booking', figure: 'databaseCallsPerRequest', digits: 3 },
]

const ofBurst: readonly Column[] = [
  { title: 'sold out after s', figure: 'soldOutSeconds', digits: 2, hasSpread: true },
  { title: 'answers over 1 s', figure: 'overSecond', digits: 0 },
  { title: 'p50 ms', figure: 'p50Ms', digits: 0 },
  { title: 'p99 ms', figure: 'p99Ms', digits: 0 },
  { title: 'refused', figure: 'refused', digits: 0 },
  { title: 'told to come back', figure: 'turnedAway', digits: 0 },
  { title: 'without an answer', figure: 'silent', digits: 0 },
  { title: 'buyers', figure: 'connections', digits: 0 },
  ...costs,
]

const ofOthers: readonly Column[] = [
  { title: 'cron, ms', figure: 'cronMs', digits: 0, hasSpread: true },
  { title: 'first start, ms', figure: 'firstStartMs', digits: 0, hasSpread: true },
  { title: 'second start, ms', figure: 'secondStartMs', digits: 0, hasSpread: true },
  { title: 'cold Worker, ms', figure: 'coldWorkerMs', digits: 0, hasSpread: true },
  { title: 'bundle, KiB', figure: 'bundleKiB', digits: 1 },
  { title: 'gzipped, KiB', figure: 'bundleGzipKiB', digits: 1 },
]

/** By the figures that there are. */
export function columnsFor(present: ReadonlySet<FigureName>): readonly Column[] {
  const all = present.has('soldOutSeconds') ? ofBurst : [...ofLoad, ...ofOthers]
  return all.filter(({ figure }) => present.has(figure))
}

export function number(value: number, digits: number): string {
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}
