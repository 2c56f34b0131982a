import type { FailureCode } from '../../../worker/domain/failures.ts'
import { type LetIn, judgeOffline, openOfflineDoor } from '../../../worker/domain/offline-door.ts'
import type { Result } from '../../../worker/domain/result.ts'
import { isMeantAsCode, toHex } from '../../../worker/domain/ticket-code.ts'
import { SignedOut, askToAdmit } from './house.ts'
import { enqueue, queued, queuedMax, scanOf, viewOf } from './kept.ts'

export interface AtThisDoor {
  readonly showing: string
  readonly device: string
}

export type Judged =
  | { readonly by: 'house' | 'device'; readonly answer: Result<LetIn> }
  | { readonly by: 'nobody'; readonly why: string }

/** Asks the house; where it is not to be heard, judges by what it told last, and keeps the scan for it. */
export async function judge(code: string, { showing, device }: AtThisDoor): Promise<Judged> {
  const id = toHex(crypto.getRandomValues(new Uint8Array(16)))
  try {
    const answer = await askToAdmit(showing, { id, code, device })
    // A house that cannot say yet hears of it again, as the same scan.
    if (answer.ok || !isOpen(answer.failure.code)) return { by: 'house', answer }
  } catch (error) {
    if (error instanceof SignedOut) return { by: 'nobody', why: 'You are signed out: sign in again.' }
  }
  const view = await viewOf(showing)
  if (view === undefined)
    return { by: 'nobody', why: 'There is no net, and nothing of this showing is kept here yet.' }
  if (!isMeantAsCode(code))
    return { by: 'nobody', why: 'There is no net: a seat cannot be let in without its ticket.' }
  const now = Date.now()
  const waiting = await queued()
  if (waiting.length >= queuedMax) {
    const count = queuedMax.toLocaleString('en')
    return { by: 'nobody', why: `${count} scans wait for the net: bring this device where there is one.` }
  }
  const own = waiting.filter((scan) => scan.showing === showing).map(scanOf)
  const answer = await judgeOffline(await openOfflineDoor(view), { code, queued: own, now })
  if (answer.ok) {
    const scannedAt = new Date(now).toISOString()
    await enqueue({ id, code, device, scannedAt, showing, seat: answer.value.seat })
  }
  return { by: 'device', answer }
}

function isOpen(code: FailureCode): boolean {
  return code === 'busy' || code === 'outcome_unknown'
}
