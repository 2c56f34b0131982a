import { describe, expect, it } from 'vitest'
import { bundleSize } from '../../local/bundle-size.ts'
import { bundleWorker } from '../../local/bundle.ts'

const gzippedBytesMax = 202 * 1024

describe('the production bundle', () => {
  it('is small enough to start fast at the edge, its pages apart', async () => {
    const { gzippedBytes, pagesShare } = await bundleSize(await bundleWorker())
    expect(pagesShare).toBeGreaterThan(0)
    expect(gzippedBytes * (1 - pagesShare)).toBeLessThanOrEqual(gzippedBytesMax)
  })
})
