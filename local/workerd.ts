import type { ChildProcess } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { Child } from './child.ts'

/** The package is CommonJS, and its default export the path of the binary. */
export const { default: workerdFile }: { default: string } = createRequire(import.meta.url)('workerd')

interface WorkerdOptions {
  readonly config: string
  readonly configDirectory: string
  readonly env: NodeJS.ProcessEnv
  readonly onListening: (pid: number | undefined) => void
  readonly onGiveUp: (reason: string) => void
}

export async function startWorkerd(options: WorkerdOptions): Promise<Child> {
  const configFile = path.join(options.configDirectory, 'workerd.capnp')
  await writeFile(configFile, options.config)
  const workerd = new Child({
    name: 'Worker runtime',
    command: workerdFile,
    // Once a socket listens, it says so on file descriptor 3.
    args: ['serve', configFile, '--experimental', '--control-fd=3'],
    options: { env: options.env, stdio: ['ignore', 'inherit', 'inherit', 'pipe'], detached: true },
    ready: async (child) => {
      await firstData(child)
      options.onListening(child.pid)
    },
    onGiveUp: options.onGiveUp,
  })
  await workerd.start()
  return workerd
}

function firstData(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.stdio[3]?.once('data', () => resolve()))
}
