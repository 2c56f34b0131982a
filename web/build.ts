import { glob, mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { rolldown } from 'rolldown'

/** Builds the pages' scripts, each file of `web/pages/` and `web/workers/` by itself: a module that several share would be a round trip more. */
const web = import.meta.dirname
const output = path.join(web, 'public/pages/scripts')
const files = await Array.fromAsync(glob('{pages,workers}/*.ts', { cwd: web }))

await rm(output, { recursive: true, force: true })
await mkdir(output, { recursive: true })
for (const file of files) {
  const input = { [path.basename(file, '.ts')]: path.join(web, file) }
  const bundle = await rolldown({ input, platform: 'browser' })
  await bundle.write({ dir: output, format: 'esm', minify: true, chunkFileNames: '[name]-[hash].js' })
  await bundle.close()
}
