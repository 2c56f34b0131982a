import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createClient } from '@libsql/client/http'
import { describe, expect, it } from 'vitest'

const main = path.join(import.meta.dirname, '../../local/libsql-server/main.ts')
/** In blocks of 512 or 1,024 bytes, as the shell has it. */
const fileBlocksMax = 600
const streamsMax = 128

describe('a shared commit that finds the disk full', () => {
  it('is told to all whom it had, and leaves nothing of them', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'libsql-full-'))
    await using disposal = new AsyncDisposableStack()
    disposal.defer(() => rm(folder, { recursive: true, force: true }))
    const limited = `ulimit -f ${fileBlocksMax} && exec "$0" "$@"`
    const child = spawn('sh', ['-c', limited, process.execPath, main], {
      env: { ...process.env, LIBSQL_AUTH_TOKEN: 'secret', LIBSQL_FILE: path.join(folder, 'test.db') },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    disposal.defer(() => void child.kill('SIGKILL'))
    const [{ port }] = await once(child, 'message')
    const client = createClient({ url: `http://127.0.0.1:${port}`, authToken: 'secret', concurrency: 200 })
    await client.execute('CREATE TABLE t (n, filler)')
    const holder = await client.transaction('write')
    await holder.execute('SELECT 1')
    const insert = 'INSERT INTO t VALUES (?, zeroblob(12000))'
    const sent = Array.from({ length: streamsMax }, (_, n) => client.batch([[insert, [n]]], 'write'))
    // One finds no room beside the holder and those that wait.
    await expect(Promise.race(sent)).rejects.toMatchObject({ code: 'TOO_MANY_STREAMS' })
    await holder.commit()
    const outcomes = await Promise.allSettled(sent)
    const full = expect.objectContaining({
      name: 'LibsqlError',
      code: expect.stringMatching(/^SQLITE_(FULL|IOERR)/),
    })
    const reasons = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
    expect(reasons).toContainEqual(full)
    const kept = (await client.execute('SELECT n FROM t ORDER BY n')).rows.map((row) => row['n'])
    const told = outcomes.flatMap(({ status }, n) => (status === 'fulfilled' ? [n] : []))
    expect(kept).toEqual(told)
    await client.batch(['DELETE FROM t', `INSERT INTO t VALUES ('after', NULL)`], 'write')
    expect((await client.execute('SELECT n FROM t')).rows.map((row) => row['n'])).toEqual(['after'])
  })
})
