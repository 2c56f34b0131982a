import { execFile } from 'node:child_process'
import { mkdir, open, rm } from 'node:fs/promises'
import { cpus, release, totalmem } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import packageJson from '../../package.json' with { type: 'json' }
import { projectDirectory, scratchDirectory } from '../places.ts'
import { medianOf } from './medians.ts'
import type { Machine } from './results.ts'

const bytesPerGibibyte = 1_024 ** 3
const writes = 200
const writeBytes = 4_096

export async function describeMachine(): Promise<Machine> {
  const processors = cpus()
  return {
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / bytesPerGibibyte),
    kernel: release(),
    node: process.versions.node,
    workerd: packageJson.dependencies.workerd,
    syncMs: await syncMs(),
  }
}

/** What a run changes itself. */
const written = ['results.json', 'RESULTS.md', 'plots'].map((name) => `:!bench/${name}`)

/** The commit that is measured, and whether it is not quite that. */
export async function describeCommit(): Promise<string> {
  const git = async (...args: string[]): Promise<string> =>
    (await promisify(execFile)('git', args, { cwd: projectDirectory })).stdout.trim()
  try {
    const isChanged = (await git('status', '--porcelain', '--', '.', ...written)) !== ''
    return `${await git('rev-parse', '--short', 'HEAD')}${isChanged ? ' and changes' : ''}`
  } catch {
    return 'unknown'
  }
}

async function syncMs(): Promise<number> {
  const name = path.join(scratchDirectory, 'sync')
  await mkdir(scratchDirectory, { recursive: true })
  const file = await open(name, 'w')
  const times: number[] = []
  for (let count = 0; count < writes; count += 1) {
    const startedAt = performance.now()
    await file.write(Buffer.alloc(writeBytes), 0, writeBytes)
    await file.datasync()
    times.push(performance.now() - startedAt)
  }
  await file.close()
  await rm(name)
  return medianOf(times)
}
