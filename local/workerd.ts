import type { ChildProcess } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import * as z from 'zod'
import { Child } from './child.ts'

/** The package is CommonJS, and its default export the path of the binary. */
export const { default: workerdFile }: { default: string } = createRequire(import.meta.url)('workerd')

interface WorkerdOptions {
  readonly config: string
  readonly configDirectory: string
  readonly env: NodeJS.ProcessEnv
  readonly onGiveUp: (reason: string) => void
}

export interface Workerd {
  readonly child: Child
  /** Of loopback, for the cron tick; another after each restart. Known once the child has started. */
  readonly cronPort: () => number
}

export async function workerd({ config, configDirectory, env, onGiveUp }: WorkerdOptions): Promise<Workerd> {
  const configFile = path.join(configDirectory, 'workerd.capnp')
  await writeFile(configFile, config)
  let cronPort = 0
  const child = new Child({
    name: 'Worker runtime',
    command: workerdFile,
    // Of each socket that listens it says so on file descriptor 3.
    args: ['serve', configFile, '--experimental', '--control-fd=3'],
    options: { env, stdio: ['ignore', 'inherit', 'inherit', 'pipe'], detached: true },
    ready: async (process) => {
      const ports = await listeningPorts(process, ['http', 'cron'])
      cronPort = ports.get('cron') ?? 0
    },
    onGiveUp,
  })
  return { child, cronPort: () => cronPort }
}

const listening = z.object({ event: z.literal('listen'), socket: z.string(), port: z.number() })

function listeningPorts(
  child: ChildProcess,
  sockets: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const ports = new Map<string, number>()
  let text = ''
  return new Promise((resolve) => {
    child.stdio[3]?.on('data', (chunk: Buffer) => {
      const lines = `${text}${chunk.toString()}`.split('\n')
      text = lines.pop() ?? ''
      for (const line of lines) {
        const said = listening.safeParse(JSON.parse(line)).data
        if (said !== undefined) ports.set(said.socket, said.port)
      }
      if (sockets.every((socket) => ports.has(socket))) resolve(ports)
    })
  })
}
