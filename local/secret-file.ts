import { existsSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { sync } from './sync.ts'

/** What lies in the file, which is made where there is none. */
export async function secretIn(
  file: string,
  { make, lengthMin }: { make: () => string; lengthMin: number },
): Promise<string> {
  if (!existsSync(file)) await keepSecret(file, make())
  const secret = await readFile(file, 'utf8')
  if (secret.trim().length >= lengthMin) return secret
  throw new Error(
    `The key in ${file} is empty or cut off: it must have at least ${lengthMin} characters. Restore the file from your backup; only if this house never sold anything, delete it, and the next start makes another.`,
  )
}

/** Whole or not at all, whatever ends this meanwhile: half a key would be taken for the key ever after. */
export async function keepSecret(file: string, secret: string): Promise<void> {
  const unfinished = `${file}.new`
  await rm(unfinished, { force: true })
  try {
    await writeFile(unfinished, secret, { mode: 0o600 })
    await sync(unfinished)
    await rename(unfinished, file)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
  await sync(path.dirname(file))
}
