import { glob, mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { rolldown } from 'rolldown'

/** Builds the pages' scripts, each file of `web/pages/` by its name; what several need is a module of its own. */
const web = import.meta.dirname
const output = path.join(web, 'public/pages/scripts')
const names = await Array.fromAsync(glob('*.ts', { cwd: path.join(web, 'pages') }))

await rm(output, { recursive: true, force: true })
await mkdir(output, { recursive: true })
const bundle = await rolldown({
  input: Object.fromEntries(names.map((name) => [path.basename(name, '.ts'), path.join(web, 'pages', name)])),
  platform: 'browser',
})
await bundle.write({ dir: output, format: 'esm', minify: true, chunkFileNames: '[name]-[hash].js' })
await bundle.close()
