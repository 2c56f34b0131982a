import { open } from 'node:fs/promises'

/** Has the disk hold a file, or what a folder lists. */
export async function sync(place: string): Promise<void> {
  const handle = await open(place)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
