import { upload } from './house.ts'
import { dequeue, keepRefused, queued } from './kept.ts'

const scansPerUpload = 100

/** Tells the house what was let in meanwhile; answers how many scans are still to be told. Telling one twice is harmless. */
export async function sendQueue(): Promise<number> {
  for (;;) {
    const waiting = await queued()
    const showing = waiting[0]?.showing
    if (showing === undefined) return 0
    const some = waiting.filter((scan) => scan.showing === showing).slice(0, scansPerUpload)
    const told = await upload(showing, some).catch(() => undefined)
    if (told?.ok !== true) return waiting.length
    const outcomes = new Map(told.value.scans.map(({ id, outcome }) => [id, outcome]))
    const refused = some.filter(({ id }) => outcomes.has(id) && outcomes.get(id) !== 'stored')
    if (refused.length > 0) await keepRefused(refused)
    await dequeue(new Set(outcomes.keys()))
  }
}
