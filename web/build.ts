import { glob, mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { rolldown } from 'rolldown'

/** Builds the pages' scripts, each file of `web/pages/` and `web/workers/` by its name; what several need is a module of its own. */
const web = import.meta.dirname
const output = path.join(web, 'public/pages/scripts')
const files = await Array.fromAsync(glob('{pages,workers}/*.ts', { cwd: web }))

await rm(output, { recursive: true, force: true })
await mkdir(output, { recursive: true })
const bundle = await rolldown({
  input: Object.fromEntries(files.map((file) => [path.basename(file, '.ts'), path.join(web, file)])),
  platform: 'browser',
})
await bundle.write({ dir: output, format: 'esm', minify: true, chunkFileNames: '[name]-[hash].js' })
await bundle.close()
