import { execFile } from 'node:child_process'
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { rolldown } from 'rolldown'

const client = import.meta.dirname
const output = path.join(client, 'dist')
const declarations = path.join(output, 'declarations')

/** Each declaration that a consumer needs, by its place in the project. All land side by side. */
const published = [
  'client/index',
  'client/create-client',
  'client/failure-of',
  'client/live/open-socket',
  'client/live/seats-state',
  'client/live/watch-seats',
  'worker/domain/caller',
  'worker/domain/failure-details',
  'worker/domain/failures',
  'worker/domain/live-message',
  'worker/faces/rpc/router',
]

/** In the command line's file, whose licences go with it. */
const bundled = ['commander', 'ws']

await rm(output, { recursive: true, force: true })
await Promise.all([buildCode(), buildCommand(), buildTypes()])

async function buildCode(): Promise<void> {
  const bundle = await rolldown({ input: path.join(client, 'index.ts'), external: /^@trpc\// })
  await bundle.write({ file: path.join(output, 'index.js'), format: 'esm' })
  await bundle.close()
}

/** With what it stands on in it: who installs the client for its own sake installs nothing of the command line's. */
async function buildCommand(): Promise<void> {
  const bundle = await rolldown({
    input: path.join(client, 'cli/main.ts'),
    platform: 'node',
    external: [/^@trpc\//, 'bufferutil', 'utf-8-validate'],
  })
  await bundle.write({ file: path.join(output, 'cli.js'), format: 'esm', codeSplitting: false })
  await bundle.close()
  await chmod(path.join(output, 'cli.js'), 0o755)
  const licences = await Promise.all(bundled.map(licenceOf))
  await writeFile(path.join(output, 'cli.licences.txt'), licences.join('\n'))
}

async function licenceOf(name: string): Promise<string> {
  const file = fileURLToPath(import.meta.resolve(name))
  const folder = file.slice(0, file.lastIndexOf(path.join(path.sep, name, path.sep)) + name.length + 2)
  return `${name}\n\n${await readFile(path.join(folder, 'LICENSE'), 'utf8')}`
}

async function buildTypes(): Promise<void> {
  const tsc = path.join(client, '../node_modules/typescript/bin/tsc')
  await promisify(execFile)(process.execPath, [tsc, '-p', client])
  await mkdir(output, { recursive: true })
  for (const place of published) {
    const declaration = await readFile(path.join(declarations, `${place}.d.ts`), 'utf8')
    await writeFile(path.join(output, `${path.basename(place)}.d.ts`), flatten(declaration))
  }
  // The procedures' context drags in the database's types, and no consumer ever builds one.
  await writeFile(path.join(output, 'context.d.ts'), 'export interface RpcContext {}\n')
  await rm(declarations, { recursive: true })
}

/** Points relative imports at the neighbours in one folder. */
function flatten(declaration: string): string {
  return declaration.replaceAll(/(['"])\.{1,2}\/(?:[\w.-]+\/)*([\w-]+)\.ts\1/g, '$1./$2.js$1')
}
