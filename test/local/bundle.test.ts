import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { bundleWorker } from '../../local/bundle.ts'

const gzippedBytesMax = 200 * 1024

describe('the production bundle', () => {
  it('is small enough to start fast at the edge', async () => {
    const { file } = await bundleWorker()
    expect(gzipSync(await readFile(file), { level: 9 }).length).toBeLessThanOrEqual(gzippedBytesMax)
  })
})
