import { type Result, accept } from '../domain/result.ts'
import { type Family, metrics } from '../metrics.ts'

/** Of this isolate, since it began. */
export function seeMetrics(): Promise<Result<readonly Family[]>> {
  return Promise.resolve(accept(Object.values(metrics).map((metric) => metric.family())))
}
