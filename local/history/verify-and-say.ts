import type { Client } from '@libsql/client/http'
import type { Finding } from '../../worker/history/finding.ts'
import { type Verified, type VerifyOptions, verify } from '../../worker/history/verify.ts'
import { writeHead } from './head.ts'

const progressMs = 1_000

/** Verifies, tells what it came to, and answers whether nothing was found. */
export async function verifyAndSay(
  client: Client,
  options: Omit<VerifyOptions, 'progress'>,
): Promise<boolean> {
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
  for (const finding of verified.first) console.log(`FOUND ${sayFinding(finding)}`)
  const more = verified.findings - verified.first.length
  if (more > 0) console.log(`and ${more} more`)
  if (options.sealers.size === 0) console.log('There is no AUDIT_KEY: the seals were not looked at.')
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
  console.log(`${sayCounts(verified)}: ${verified.findings} findings, in ${seconds} s`)
  if (verified.head !== undefined) console.log(`head ${writeHead(verified.head)}`)
  return verified.findings === 0
}

function sayFinding({ kind, sequence, subject, detail }: Finding): string {
  const where = [sequence === undefined ? [] : `entry ${sequence}`, subject ?? []].flat().join(', ')
  return `${kind}: ${where}${detail === undefined ? '' : ` (${detail})`}`
}

function sayCounts({ entries, sealed, bookings, tickets }: Verified): string {
  return `${entries} entries, ${sealed} of them sealed, ${bookings} bookings, ${tickets} tickets`
}
