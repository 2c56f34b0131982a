import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { createMarqueeClient } from '../client/index.ts'
import { addressFrom } from './address.ts'
import { projectDirectory } from './bundle.ts'
import { fillDemo } from './fill-demo.ts'

/*
 * A house with something to see: it starts one as `npm start` does, with a data folder of its own, and lays down a week's programme
 * through the public API. Where MARQUEE_URL names a house that runs already, that one gets it.
 */

async function fill(url: string, key: string): Promise<void> {
  const added = await fillDemo(createMarqueeClient({ url, key }))
  const what =
    added === 0 ? 'has a programme already; nothing was added' : `has ${added} showings from today on`
  console.log(`The demo on ${url} ${what}.
  see    curl '${url}/trpc/showing.list?input=%7B%7D'`)
}

async function demo(): Promise<void> {
  const { MARQUEE_URL: running, MARQUEE_KEY: key } = process.env
  if (running !== undefined) {
    if (key === undefined) throw new Error(`Set MARQUEE_KEY to a manager's key of ${running}.`)
    return fill(running, key)
  }

  const { url } = addressFrom(process.env)
  const env = { DATA_DIR: '.data/demo', ...process.env }
  const house = spawn(process.execPath, [path.join(import.meta.dirname, 'start.ts')], {
    env,
    stdio: ['inherit', 'pipe', 'inherit'],
  })
  // Whoever ends this ends the house, which takes its own time for it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => house.kill(signal))
  const ended = new Promise<number>((resolve) => house.once('exit', (code) => resolve(code ?? 1)))
  try {
    if ((await Promise.race([welcomed(house.stdout), ended])) === 'welcomed')
      await fill(url, await staffKeyOf(env))
  } catch (error) {
    house.kill('SIGTERM')
    await ended
    throw error
  }
  process.exitCode = await ended
}

/** The key of a house that has started. */
async function staffKeyOf({
  STAFF_KEY,
  DATA_DIR,
}: {
  STAFF_KEY?: string
  DATA_DIR: string
}): Promise<string> {
  return STAFF_KEY || readFile(path.resolve(projectDirectory, DATA_DIR, 'staff.key'), 'utf8')
}

/** Hands on what the house says. Asked at its address, another house might answer. */
function welcomed(said: Readable): Promise<'welcomed'> {
  return new Promise((resolve) => {
    let heard = ''
    said.on('data', (chunk: Buffer) => {
      process.stdout.write(chunk)
      heard = `${heard}${chunk.toString()}`.slice(-1_000)
      if (heard.includes('serves on')) resolve('welcomed')
    })
  })
}

demo().catch((error: Error) => {
  console.error(error.message)
  process.exit(1)
})
