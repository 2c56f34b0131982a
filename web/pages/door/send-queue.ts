import { upload } from './house.ts'
import { dequeue, queued } from './kept.ts'

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
    await dequeue(new Set(told.value.scans.map(({ id }) => id)))
  }
}
