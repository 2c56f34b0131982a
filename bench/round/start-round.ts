import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { addressFrom } from '../../local/address.ts'
import { bundleSize } from '../../local/bundle-size.ts'
import { bundleWorker } from '../../local/bundle.ts'
import { embeddedDatabase } from '../../local/embedded-database.ts'
import { workerd } from '../../local/workerd.ts'
import { workerdConfig } from '../../local/workerd-config.ts'
import { makeTicketKey } from '../../local/ticket-keys.ts'
import { freePort } from '../../test/local/setup/running-house.ts'
import { Stack } from '../far/stack.ts'
import { beginNpmStart } from '../marquee/npm-start.ts'
import { projectDirectory } from '../places.ts'
import type { RoundOptions, RoundResult } from './result.ts'
import { untilAnswered } from './until-answered.ts'

const startMsMax = 60_000
const bytesPerKibibyte = 1_024
/** An id that no booking has: only the database can say so. */
const nobody = `bk_${'0'.repeat(33)}`

/** From nothing, from a second start, and of the Worker alone. */
export async function startRound({ directory, signal }: RoundOptions): Promise<RoundResult> {
  await rm(path.join(projectDirectory, 'dist/worker'), { recursive: true, force: true })
  const firstStartMs = await npmStartMs(directory)
  signal.throwIfAborted()
  const secondStartMs = await npmStartMs(directory)
  signal.throwIfAborted()
  const coldWorkerMs = await workerStartMs(directory)
  const { bytes, gzippedBytes, pagesShare } = await bundleSize(await bundleWorker())
  const ofServer = (1 - pagesShare) / bytesPerKibibyte
  const sizes = { bundleKiB: bytes * ofServer, bundleGzipKiB: gzippedBytes * ofServer }
  return { figures: { firstStartMs, secondStartMs, coldWorkerMs, ...sizes }, fault: undefined }
}

async function npmStartMs(directory: string): Promise<number> {
  const startedAt = performance.now()
  const { port, server } = await beginNpmStart(directory)
  try {
    await Promise.race([firstAnswer(port), server.ended])
    return performance.now() - startedAt
  } finally {
    await server.stop()
  }
}

/** The Worker runtime with Marquee's code, while the database already runs. */
async function workerStartMs(directory: string): Promise<number> {
  const stack = new Stack()
  const giveUp = (reason: string): void => console.error(reason)
  try {
    const bundle = await bundleWorker()
    const database = embeddedDatabase(path.join(directory, 'marquee.db'), giveUp)
    stack.push(database.child)
    await database.child.start()
    const port = await freePort()
    const address = addressFrom({ PORT: String(port) })
    const settings = {
      ...bundle.vars,
      DATABASE_URL: database.url(),
      DATABASE_AUTH_TOKEN: database.authToken,
      FINGERPRINT_KEY: randomBytes(32).toString('hex'),
      TICKET_KEY: makeTicketKey(),
      ALLOWED_HOSTS: address.allowedHosts.join(','),
    }
    const variables = Object.keys(settings)
    const { child } = await workerd({
      config: workerdConfig({
        address,
        bundle,
        databaseUrl: database.url(),
        allowsLocal: false,
        directory,
        variables,
      }),
      configDirectory: directory,
      env: settings,
      onGiveUp: giveUp,
    })
    stack.push(child)
    const startedAt = performance.now()
    await child.start()
    await firstAnswer(port)
    return performance.now() - startedAt
  } finally {
    await stack.stop()
  }
}

function firstAnswer(port: number): Promise<void> {
  return untilAnswered(`http://127.0.0.1:${port}/view/${nobody}`, startMsMax, (body) =>
    body.includes('booking_not_found'),
  )
}
