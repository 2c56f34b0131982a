import type { Database } from '../../db/database.ts'
import { type Seal, addSeals, readUnsealed } from '../../db/history/seals.ts'
import { sealedChunk, sealedChunksMax } from '../domain/limits.ts'
import type { Sealer } from '../history/sealer.ts'
import { log } from '../log.ts'

interface SealLimits {
  readonly chunk: number
  readonly chunksMax: number
}

const defaultLimits: SealLimits = { chunk: sealedChunk, chunksMax: sealedChunksMax }

/**
 * Seals what was entered since the last run, in bounded chunks, and tells the new head: whoever keeps the log elsewhere can show
 * later that nothing was cut off. Of two runs at once one seals. Answers how many entries it sealed.
 */
export async function sealHistory(
  db: Database,
  sealer: Sealer,
  { chunk, chunksMax }: SealLimits = defaultLimits,
): Promise<number> {
  let sealed = 0
  let head: Seal | undefined
  for (let chunks = 0; chunks < chunksMax; chunks += 1) {
    const unsealed = await readUnsealed(db, chunk)
    const seals = await sealsOf(unsealed, sealer)
    if (seals.length === 0 || !(await addSeals(db, unsealed.head, seals))) break
    sealed += seals.length
    head = seals.at(-1)
    if (seals.length < chunk) break
  }
  if (head !== undefined) {
    log({ event: 'audit head', sequence: head.sequence, mac: head.mac, key: head.key })
  }
  return sealed
}

async function sealsOf(
  { head, entries }: Awaited<ReturnType<typeof readUnsealed>>,
  sealer: Sealer,
): Promise<Seal[]> {
  const seals: Seal[] = []
  let previous = head?.mac ?? ''
  for (const { sequence, bytes } of entries) {
    previous = await sealer.mac(previous, bytes)
    seals.push({ sequence, key: sealer.key, mac: previous })
  }
  return seals
}
