import { execFile } from 'node:child_process'
import { cp, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

export const run = promisify(execFile)
export const project = path.resolve(import.meta.dirname, '../../..')

/** The node that npm itself runs on: the oldest that is at hand. */
export const strangersNode = process.env['npm_node_execpath'] ?? process.execPath

/** An empty project with the packed package in it, as a consumer has it, and what a consumer may add. */
export async function strangerIn(directory: string, ...packages: string[]): Promise<void> {
  await run(process.execPath, ['build.ts'], { cwd: path.join(project, 'client') })
  await run('npm', ['pack', '--workspace', 'client', '--pack-destination', directory], { cwd: project })
  const archive = (await readdir(directory)).find((file) => file.endsWith('.tgz')) ?? ''
  await writeFile(
    path.join(directory, 'package.json'),
    '{ "name": "stranger", "private": true, "type": "module" }',
  )
  await run('npm', ['install', `./${archive}`, ...packages], { cwd: directory })
  await cp(path.join(project, 'test/local/stranger'), directory, { recursive: true })
}
