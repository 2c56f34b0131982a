import { createHash } from 'node:crypto'
import { constants, existsSync } from 'node:fs'
import { copyFile, glob, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { npmStart } from '../marquee/npm-start.ts'
import { projectDirectory, scratchDirectory } from '../places.ts'
import { fillWithPast, seatsPerBooking } from './past.ts'

const directory = path.join(scratchDirectory, 'grown')

/** Lays a copy of a database with so many bookings at `file`; it is made once, and again when the schema changes. */
export async function copyGrown(bookings: number, file: string): Promise<void> {
  const grown = path.join(directory, `${await versionOf()}-${bookings}.db`)
  if (!existsSync(grown)) await make(grown, bookings)
  await copyFile(grown, file, constants.COPYFILE_FICLONE)
  // What is still to be written would be written while the clock runs.
  const copy = await open(file)
  await copy.sync()
  await copy.close()
}

async function make(grown: string, bookings: number): Promise<void> {
  const fresh = path.join(directory, 'fresh')
  await rm(fresh, { recursive: true, force: true })
  await mkdir(fresh, { recursive: true })
  const house = await npmStart(fresh)
  await house.stop()
  const file = path.join(fresh, 'marquee.db')
  const total = (bookings * seatsPerBooking).toLocaleString('en')
  let toldPercent = 0
  await fillWithPast(file, bookings, (done) => {
    const percent = Math.floor((done / bookings) * 10) * 10
    if (percent === toldPercent) return
    toldPercent = percent
    console.log(`  making a database of ${total} tickets: ${percent} %${percent === 100 ? ', indexes' : ''}`)
  })
  await rename(file, grown)
  await rm(fresh, { recursive: true })
}

/** Changes with the schema and with what is put in. */
async function versionOf(): Promise<string> {
  const hash = createHash('sha256')
  const files = await Array.fromAsync(
    glob(['db/migrations/*.sql', 'bench/grown/past.ts'], { cwd: projectDirectory }),
  )
  for (const file of files.sort()) hash.update(await readFile(path.join(projectDirectory, file)))
  return hash.digest('hex').slice(0, 12)
}
