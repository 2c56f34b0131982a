import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
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
  'worker/domain/failures',
  'worker/domain/live-message',
  'worker/faces/rpc/router',
]

await rm(output, { recursive: true, force: true })
await Promise.all([buildCode(), buildTypes()])

async function buildCode(): Promise<void> {
  const bundle = await rolldown({ input: path.join(client, 'index.ts'), external: /^@trpc\// })
  await bundle.write({ file: path.join(output, 'index.js'), format: 'esm' })
  await bundle.close()
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
