import type { Client } from '@libsql/client/http'
import type { Finding } from '../../worker/history/finding.ts'
import { type Verified, type VerifyOptions, verify } from '../../worker/history/verify.ts'
import { writeHead } from './head.ts'

const progressMs = 1_000

export interface Report extends Verified {
  readonly sealsLookedAt: boolean
  readonly seconds: number
}

/** Verifies, and tells on a terminal how far it is. */
export async function reportOn(client: Client, options: Omit<VerifyOptions, 'progress'>): Promise<Report> {
  const startedAt = performance.now()
  let toldAt = startedAt
  const verified = await verify(client, {
    ...options,
    progress: (part, rows) => {
      const now = performance.now()
      if (now - toldAt < progressMs || !process.stderr.isTTY) return
      toldAt = now
      process.stderr.write(`\r${part}: ${rows} `)
    },
  })
  if (process.stderr.isTTY) process.stderr.write('\r')
  const seconds = (performance.now() - startedAt) / 1_000
  return { ...verified, sealsLookedAt: options.sealers.size > 0, seconds }
}

export function sayReport(report: Report): string {
  const { findings, first, head, sealsLookedAt, seconds } = report
  const more = findings - first.length
  return [
    first.map((finding) => `FOUND ${sayFinding(finding)}`),
    more > 0 ? `and ${more} more` : [],
    sealsLookedAt ? [] : 'There is no AUDIT_KEY: the seals were not looked at.',
    `${sayCounts(report)}: ${findings} findings, in ${seconds.toFixed(1)} s`,
    head === undefined ? [] : `head ${writeHead(head)}`,
  ]
    .flat()
    .join('\n')
}

function sayFinding({ kind, sequence, subject, detail }: Finding): string {
  const where = [sequence === undefined ? [] : `entry ${sequence}`, subject ?? []].flat().join(', ')
  return `${kind}: ${where}${detail === undefined ? '' : ` (${detail})`}`
}

function sayCounts({ entries, sealed, bookings, tickets }: Verified): string {
  return `${entries} entries, ${sealed} of them sealed, ${bookings} bookings, ${tickets} tickets`
}
