import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { openDataDirectory } from '../../local/data-directory.ts'
import { rotateTicketKey, ticketKeysIn } from '../../local/ticket-keys.ts'
import { temporaryDirectory } from './setup/running-house.ts'

const module = path.resolve(import.meta.dirname, '../../local/data-directory.ts')
const opening = `const { openDataDirectory } = await import(${JSON.stringify(module)})
  await openDataDirectory(process.argv[1])`

/** Holds the folder until it is killed, and collects its garbage first. */
async function holder(directory: string, env: Record<string, string> = {}): Promise<ChildProcess> {
  const script = `${opening}; gc(); process.send('held'); setInterval(() => gc(), 20)`
  const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '-e', script, directory], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await once(child, 'message')
  return child
}

/** In a process of its own, that ends thereafter. */
function openElsewhere(directory: string): Promise<unknown> {
  return promisify(execFile)(process.execPath, ['--input-type=module', '-e', opening, directory])
}

/** Where no file can get any content. */
function openOnFullDisk(directory: string): Promise<unknown> {
  const limited = `ulimit -f 0 && exec "$0" "$@"`
  const args = [process.execPath, '--input-type=module', '-e', opening, directory]
  return promisify(execFile)('sh', ['-c', limited, ...args])
}

describe('the lock of a data folder', () => {
  it('is met by whoever has another place for temporary files, until its process is killed', async () => {
    await using data = await temporaryDirectory()
    await using temporary = await temporaryDirectory()
    using disposal = new DisposableStack()
    const child = await holder(data.path, { TMPDIR: temporary.path })
    disposal.defer(() => void child.kill('SIGKILL'))
    await expect(openDataDirectory(data.path)).rejects.toThrow(
      `Marquee is already running with its data in ${data.path}. Stop it first, or set DATA_DIR.`,
    )
    child.kill('SIGKILL')
    await once(child, 'exit')
    await openDataDirectory(data.path)
    expect(await readdir(temporary.path)).toEqual([])
  })

  it('is held once in a process too, and goes on being held after a second try there', async () => {
    await using data = await temporaryDirectory()
    await openDataDirectory(data.path)
    await expect(openDataDirectory(data.path)).rejects.toThrow('already running')
    await expect(openElsewhere(data.path)).rejects.toThrow('already running')
    expect((await stat(path.join(data.path, 'lock'))).size).toBe(0)
  })

  it('says in words that it cannot be held, or that there can be no such folder', async () => {
    await using data = await temporaryDirectory()
    await mkdir(path.join(data.path, 'lock'))
    await expect(openDataDirectory(data.path)).rejects.toThrow(
      `Marquee cannot write to its data folder ${data.path}`,
    )
    const file = path.join(data.path, 'file')
    await writeFile(file, '')
    await expect(openDataDirectory(path.join(file, 'folder'))).rejects.toThrow('cannot make its data folder')
  })
})

describe('the secrets of a data folder', () => {
  const names = ['fingerprint.key', 'audit.key', 'staff.key', 'ticket.key']

  it('are written whole or not at all', async () => {
    await using data = await temporaryDirectory()
    await expect(openOnFullDisk(data.path)).rejects.toThrow('EFBIG')
    expect(await readdir(data.path)).toEqual(['lock'])
    // So a kill leaves one.
    for (const name of names) await writeFile(path.join(data.path, `${name}.new`), 'hal')
    const { fingerprintKey, auditKey, staffKey, ticketKey } = await openDataDirectory(data.path)
    expect([fingerprintKey, auditKey, staffKey].map(({ length }) => length)).toEqual([64, 64, 64])
    expect(ticketKey).toMatch(/^[\w-]{43}\.[\w-]{43}$/)
    expect((await readdir(data.path)).toSorted()).toEqual([...names, 'lock'].toSorted())
    for (const name of names) expect((await stat(path.join(data.path, name))).mode & 0o777).toBe(0o600)
  })

  it.each(names)('are refused where %s is empty or cut off', async (name) => {
    await using made = await temporaryDirectory()
    await openElsewhere(made.path)
    const whole = await readFile(path.join(made.path, name), 'utf8')
    for (const text of ['', '\n', whole.slice(0, 31)]) {
      await using data = await temporaryDirectory()
      const file = path.join(data.path, name)
      await writeFile(file, text)
      const refusal = `The key in ${file} is empty or cut off`
      await expect(openDataDirectory(data.path)).rejects.toThrow(refusal)
      expect(await readFile(file, 'utf8')).toBe(text)
    }
  })

  it('are refused so, too, where the key of tickets is to be rotated', async () => {
    await using data = await temporaryDirectory()
    const file = path.join(data.path, 'ticket.key')
    await writeFile(file, '')
    await expect(rotateTicketKey(data.path)).rejects.toThrow(`The key in ${file} is empty or cut off`)
    expect(await readFile(file, 'utf8')).toBe('')
  })

  it('are as they were where an editor ended the line, or a key was rotated', async () => {
    await using data = await temporaryDirectory()
    await openElsewhere(data.path)
    const { ticketKey } = await rotateTicketKey(data.path)
    const chosen = 'a key that somebody chose for it'
    expect(chosen).toHaveLength(32)
    for (const name of names.slice(0, 3)) await writeFile(path.join(data.path, name), `${chosen}\n`)
    expect(await openDataDirectory(data.path)).toMatchObject({
      fingerprintKey: `${chosen}\n`,
      auditKey: `${chosen}\n`,
      staffKey: `${chosen}\n`,
      ticketKey,
      ticketKeysRetired: (await ticketKeysIn(data.path)).ticketKeysRetired,
    })
  })
})
