import type { Uploaded } from '../../../worker/domain/ticket-schemas.ts'
import { TooLarge, upload } from './house.ts'
import { type QueuedScan, dequeue, keepRefused, queued } from './kept.ts'

const scansPerUploadMax = 100

/**
 * Tells the house what was let in meanwhile; answers how many scans are still to be told. Telling one twice is harmless. Of what it
 * does not take as a whole it is told in halves, until the one that it will never take stands alone, and keeps nothing else back.
 */
export async function sendQueue(): Promise<number> {
  let count = scansPerUploadMax
  for (;;) {
    const waiting = await queued()
    const showing = waiting[0]?.showing
    if (showing === undefined) return 0
    const some = waiting.filter((scan) => scan.showing === showing).slice(0, count)
    const told = await tell(showing, some)
    if (told === 'later') return waiting.length
    if (told !== 'never') {
      await settle(some, told)
      count = Math.min(count * 2, scansPerUploadMax)
    } else if (some.length > 1) {
      count = Math.ceil(some.length / 2)
    } else {
      await keepRefused(some, 'unread')
      await dequeue(new Set(some.map(({ id }) => id)))
    }
  }
}

async function tell(showing: string, scans: readonly QueuedScan[]): Promise<Uploaded | 'later' | 'never'> {
  try {
    const told = await upload(showing, scans)
    if (told.ok) return told.value
    return told.failure.code === 'invalid_request' ? 'never' : 'later'
  } catch (error) {
    return error instanceof TooLarge ? 'never' : 'later'
  }
}

async function settle(sent: readonly QueuedScan[], { scans }: Uploaded): Promise<void> {
  const outcomes = new Map(scans.map(({ id, outcome }) => [id, outcome]))
  const refused = sent.filter(({ id }) => outcomes.has(id) && outcomes.get(id) !== 'stored')
  if (refused.length > 0) await keepRefused(refused, 'void')
  await dequeue(new Set(outcomes.keys()))
}
