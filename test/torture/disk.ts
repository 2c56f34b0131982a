import { execFile } from 'node:child_process'
import { appendFile, mkdir, rm, statfs, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Sparse: it takes what the database takes, and half an hour of load fits. */
const imageBytes = 1024 * 1024 * 1024
const crumbBytes = 4_096
const crumbsMax = 20_000

/** A disk of the database's own, so that it can be filled. */
export interface Disk {
  readonly directory: string
  /** Why this one cannot be filled; undefined where it can. */
  readonly lacks: string | undefined
  fill(): Promise<void>
  free(): Promise<void>
  remove(): Promise<void>
}

/** Mounts a small file system where that is permitted; a plain folder otherwise. */
export async function openDisk(place: string): Promise<Disk> {
  const directory = path.join(place, 'disk')
  const image = path.join(place, 'disk.img')
  const filler = path.join(directory, 'filler')
  await mkdir(directory)
  try {
    await writeFile(image, '')
    await truncate(image, imageBytes)
    await run('mkfs.ext4', ['-q', '-F', '-m', '0', image])
    await run('mount', ['-o', 'loop', image, directory])
  } catch (error) {
    const lacks = error instanceof Error ? error.message.trim().split('\n').at(-1) : ''
    const nothing = async (): Promise<void> => undefined
    return { directory, lacks: lacks ?? '', fill: nothing, free: nothing, remove: nothing }
  }
  return {
    directory,
    lacks: undefined,
    fill: () => fillUp(directory, filler),
    free: () => rm(filler, { force: true }),
    // Lazily: a process that is only just ending may still have its file open.
    remove: async () => {
      await run('umount', [directory]).catch(() => run('umount', ['-l', directory]))
    },
  }
}

/** Takes all that is left in one piece, and then the crumbs. */
async function fillUp(directory: string, filler: string): Promise<void> {
  const { bavail, bsize } = await statfs(directory)
  await writeFile(filler, '')
  await run('fallocate', ['-l', String(bavail * bsize), filler]).catch(() => undefined)
  const crumb = Buffer.alloc(crumbBytes)
  try {
    for (let count = 0; count < crumbsMax; count += 1) await appendFile(filler, crumb)
  } catch {
    // No space is left: that is what was wanted.
  }
}
