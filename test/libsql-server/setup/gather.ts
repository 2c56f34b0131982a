import { expect } from 'vitest'
import type { TestServer } from './server.ts'

const another = { requests: [{ type: 'close' }] }

/**
 * Starts everything while a transaction holds the write lock, and lets go once all of it waits.
 * The server must have room for exactly that many streams and one more.
 */
export async function gather<T>(
  server: TestServer,
  start: () => readonly Promise<T>[],
): Promise<readonly Promise<T>[]> {
  const holder = await server.client().transaction('write')
  await holder.execute('SELECT 1')
  const started = start()
  for (const one of started) one.catch(() => undefined)
  await expect.poll(() => server.post(another)).toMatchObject({ status: 503 })
  await holder.rollback()
  return started
}
