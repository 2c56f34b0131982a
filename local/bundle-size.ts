import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import * as z from 'zod'
import type { Bundle } from './bundle.ts'

const metafile = z.object({
  outputs: z.record(
    z.string(),
    z.object({ inputs: z.record(z.string(), z.object({ bytesInOutput: z.number() })) }),
  ),
})

const isOfPages = /\/(?:worker\/faces\/pages|hono\/dist\/jsx)\//

export interface BundleSize {
  readonly bytes: number
  readonly gzippedBytes: number
  /** What people look at, in parts of one: the pages and what writes them. */
  readonly pagesShare: number
}

/** How large the Worker is, minified. */
export async function bundleSize({ file }: Bundle): Promise<BundleSize> {
  const described = await readFile(path.join(path.dirname(file), 'bundle-meta.json'), 'utf8')
  const { outputs } = metafile.parse(JSON.parse(described))
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs))
  const all = inputs.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0)
  const ofPages = inputs.filter(([input]) => isOfPages.test(`/${input}`))
  const code = await readFile(file)
  return {
    bytes: code.length,
    gzippedBytes: gzipSync(code, { level: 9 }).length,
    pagesShare: ofPages.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0) / all,
  }
}
