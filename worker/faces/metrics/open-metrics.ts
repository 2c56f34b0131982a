import type { Family } from '../../metrics.ts'

export const openMetricsType = 'application/openmetrics-text; version=1.0.0; charset=utf-8'

/** The OpenMetrics text format, as Prometheus and others read it. No label's value needs escaping. */
export function openMetrics(families: readonly Family[]): string {
  return `${families.flatMap(linesOf).join('\n')}\n# EOF\n`
}

function linesOf({ name, type, help, samples }: Family): string[] {
  const lines = samples.map(
    ({ suffix, labels, value }) => `${name}${suffix}${labelsOf(labels)} ${String(value)}`,
  )
  return [`# TYPE ${name} ${type}`, `# HELP ${name} ${help}`, ...lines]
}

function labelsOf(labels: Readonly<Record<string, string>>): string {
  const written = Object.entries(labels).map(([label, value]) => `${label}="${value}"`)
  return written.length === 0 ? '' : `{${written.join(',')}}`
}
