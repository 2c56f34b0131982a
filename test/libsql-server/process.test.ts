import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { createClient } from '@libsql/client/http'
import { describe, expect, it } from 'vitest'

const main = path.join(import.meta.dirname, '../../local/libsql-server/main.ts')

interface Folder extends AsyncDisposable {
  readonly file: string
}

async function folder(): Promise<Folder> {
  const made = await mkdtemp(path.join(tmpdir(), 'libsql-process-'))
  return {
    file: path.join(made, 'test.db'),
    [Symbol.asyncDispose]: () => rm(made, { recursive: true, force: true }),
  }
}

function start(env: Record<string, string>): ChildProcess {
  return fork(main, {
    env: { ...process.env, LIBSQL_AUTH_TOKEN: 'secret', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
}

async function urlOf(child: ChildProcess): Promise<string> {
  const [message] = await once(child, 'message')
  expect(message).toEqual({ type: 'listening', port: expect.any(Number) })
  return `http://127.0.0.1:${message.port}`
}

async function endOf(child: ChildProcess): Promise<{ code: number | null; errors: string }> {
  const errors = child.stderr === null ? Promise.resolve('') : text(child.stderr)
  const [code] = await once(child, 'exit')
  return { code, errors: await errors }
}

describe('the process', () => {
  it('serves, ignores SIGINT, ends on SIGTERM and keeps what was committed', async () => {
    await using data = await folder()
    for (const round of [1, 2]) {
      const child = start({ LIBSQL_FILE: data.file })
      const client = createClient({ url: await urlOf(child), authToken: 'secret' })
      const ended = endOf(child)
      await client.batch(['CREATE TABLE IF NOT EXISTS t (n)', `INSERT INTO t VALUES (${round})`], 'write')
      child.kill('SIGINT')
      expect((await client.execute('SELECT count(*) AS n FROM t')).rows[0]?.['n']).toBe(round)
      child.kill('SIGTERM')
      expect(await ended).toEqual({ code: 0, errors: '' })
    }
  })

  it('keeps what was acknowledged before a SIGKILL', async () => {
    await using data = await folder()
    const killed = start({ LIBSQL_FILE: data.file })
    await createClient({ url: await urlOf(killed), authToken: 'secret' }).batch([
      'CREATE TABLE t (n)',
      'INSERT INTO t VALUES (1)',
    ])
    const ended = endOf(killed)
    killed.kill('SIGKILL')
    await ended
    const next = start({ LIBSQL_FILE: data.file })
    const client = createClient({ url: await urlOf(next), authToken: 'secret' })
    expect((await client.execute('SELECT n FROM t')).rows[0]?.['n']).toBe(1)
    next.kill('SIGKILL')
  })

  it('ends with its parent', async () => {
    await using data = await folder()
    const child = start({ LIBSQL_FILE: data.file })
    await urlOf(child)
    const ended = endOf(child)
    child.disconnect()
    expect(await ended).toEqual({ code: 0, errors: '' })
  })

  it.each([
    [
      'a file that is no database',
      async (data: Folder) => writeFile(data.file, 'not a database, but quite some text instead'),
    ],
    ['a port that is taken', undefined],
    ['no file', undefined],
  ])('says in one line that it can not start: %s', async (why, prepare) => {
    await using data = await folder()
    await prepare?.(data)
    await using occupier = createServer()
    occupier.listen(0, '127.0.0.1')
    await once(occupier, 'listening')
    const address = occupier.address()
    const port = typeof address === 'object' && address !== null ? String(address.port) : ''
    const child = start({ LIBSQL_FILE: why === 'no file' ? '' : data.file, LIBSQL_PORT: port })
    const { code, errors } = await endOf(child)
    expect(code).toBe(1)
    expect(errors).toMatch(/^The libSQL server can not run: .+\n$/)
  })
})
