import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { lookIntoDataDirectory } from '../../local/data-directory.ts'
import { sealersFrom } from '../../local/history/audit-keys.ts'
import { verify } from '../../worker/history/verify.ts'
import { readTables } from '../judge/database.ts'
import { violated } from '../judge/invariants.ts'
import { Chance } from '../prove/chance.ts'
import { type History, ofEachRun } from './archive.ts'
import { Caller } from './caller.ts'
import { now } from './clock.ts'
import { Cron } from './cron.ts'
import { openDisk } from './disk.ts'
import { House } from './house.ts'
import { Ledger } from './ledger.ts'
import { load } from './load.ts'
import { Memory } from './memory.ts'
import { Mischief } from './mischief.ts'
import { Programme } from './programme.ts'
import { type Report, progress, tally } from './report.ts'
import { probe, settle } from './settle.ts'
import { Visitors } from './visitors.ts'
import { Watch } from './watch.ts'

const freshShowingMs = 15_000
const progressMs = 10_000
const cronTriesMax = 10

export interface TortureOptions {
  readonly minutes: number
  readonly seed: number
  /** What has to be undone at the end, however it comes. */
  readonly cleanup: AsyncDisposableStack
}

/** Runs the house under load and mischief, lets it settle, and answers what is to be judged. */
export async function torture({ minutes, seed, cleanup }: TortureOptions): Promise<[History, Report]> {
  const chance = new Chance(seed)
  const over = new AbortController()
  const place = await mkdtemp(path.join(tmpdir(), 'marquee-torture-'))
  cleanup.defer(() => rm(place, { recursive: true, force: true }))
  await mkdir(path.join(place, 'data'))
  const disk = await openDisk(place)
  cleanup.defer(() => disk.remove())
  if (disk.lacks !== undefined) console.log(`The full disk is left out: ${disk.lacks}`)
  const house = await House.open({ data: path.join(place, 'data'), database: disk.directory }, chance)
  cleanup.defer(() => house.stop())
  cleanup.defer(() => over.abort())

  house.start()
  await house.untilHealthy()
  const caller = new Caller(house.port, house.staffKey)
  cleanup.defer(() => caller.close())
  const programme = new Programme(chance, Date.now())
  const cron = new Cron(house, programme)
  const ledger = new Ledger(caller)
  const visitors = new Visitors(chance, programme, ledger)
  const mischief = new Mischief({ house, disk, cron, ledger, chance })
  const watch = new Watch({ url: house.databaseUrl, authToken: house.authToken })
  const memory = new Memory(house)
  await watch.holdLog.begin()

  const watching = Promise.all([watch.play(over.signal), memory.play(over.signal)])
  const ending = AbortSignal.any([over.signal, AbortSignal.timeout(minutes * 60_000)])
  const startedAt = now()
  await Promise.all([
    load({ ledger, visitors, seed }, ending),
    mischief.play(ending),
    each(freshShowingMs, ending, () => programme.add()),
    each(progressMs, ending, () => console.log(progress(ledger, mischief, now() - startedAt))),
  ])
  const loaded = tally(ledger, now() - startedAt)

  await house.proxy.atRest()
  await house.untilHealthy()
  await settle(ledger)
  const wrongSeats = await probe({ ledger, visitors, programme }, await readTables(watch.client))
  await lastCron(cron)
  over.abort()
  await watching
  await watch.poll()
  await watch.holdLog.end()
  const tables = await readTables(watch.client)
  const { auditKey } = await lookIntoDataDirectory(path.join(place, 'data'))
  const { first } = await verify(watch.client, { sealers: sealersFrom({}, auditKey) })
  const witnessed = [
    ...wrongSeats,
    ...(await watch.compare()),
    ...house.output.violations,
    ...first.map((finding) => violated('entered', JSON.stringify(finding))),
  ]
  const { operations } = ledger
  return [
    {
      operations,
      events: watch.events,
      tables,
      witnessed,
      expiredUntil: cron.latest,
      crons: cron.told,
      ...ofEachRun,
      holds: watch.holdLog.judged(cron.fired),
    },
    {
      loaded,
      ledger,
      mischief,
      memory,
      jumps: cron.jumps,
      fullDiskAnswers: house.proxy.fullDisks,
      ends: house.ends,
    },
  ]
}

async function each(ms: number, until: AbortSignal, act: () => void): Promise<void> {
  for (;;) {
    await pause(ms, undefined, { signal: until }).catch(() => undefined)
    if (until.aborted) return
    act()
  }
}

/** Everything that any cron was told to be due is due at the end. */
async function lastCron(cron: Cron): Promise<void> {
  for (let tries = 0; tries < cronTriesMax; tries += 1) {
    if (await cron.fire(Math.max(cron.latest, Date.now()))) return
    await pause(progressMs / 10)
  }
  throw new Error('the last cron did not run')
}
