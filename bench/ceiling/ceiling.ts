import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { rolldown } from 'rolldown'
import { freePort } from '../../test/local/setup/running-house.ts'
import { workerdFile } from '../../local/workerd.ts'
import type { Contender } from '../contender.ts'
import { Leashed } from '../peers/leashed.ts'
import { within } from '../peers/within.ts'
import { untilAnswered } from '../round/until-answered.ts'

const startMsMax = 10_000
const compatibilityDate = '2026-11-01'

const noBindings = ''
const desks = `bindings = [(name = "DESKS", durableObjectNamespace = "CeilingDesk")],
  durableObjectNamespaces = [(className = "CeilingDesk", uniqueKey = "ceiling-desk")],
  durableObjectStorage = (inMemory = void),`

export const ceiling = contender({
  name: 'ceiling',
  what: 'A Worker and a Durable Object that decide nothing and store nothing: what the runtime leaves',
  file: 'worker.ts',
  bindings: desks,
})

export const workerAlone = contender({
  name: 'worker-alone',
  what: 'A Worker alone, which answers out of its memory',
  file: 'alone.ts',
  bindings: noBindings,
})

function contender({
  name,
  what,
  file,
  bindings,
}: {
  name: string
  what: string
  file: string
  bindings: string
}): Contender {
  return {
    name,
    what,
    face: 'peer',
    stores: false,
    missing: async () => undefined,
    start: async ({ directory }) => {
      await bundle(file, directory)
      const port = await freePort()
      await writeFile(path.join(directory, 'workerd.capnp'), configOf(port, bindings))
      const server = new Leashed({
        command: workerdFile,
        args: ['serve', path.join(directory, 'workerd.capnp')],
        options: { cwd: directory },
        endSignal: 'SIGTERM',
      })
      try {
        const answered = untilAnswered(`http://127.0.0.1:${port}/`, startMsMax)
        await within(startMsMax, `The start of ${name}`, Promise.race([answered, server.ended]))
      } catch (error) {
        await server.stop()
        throw error
      }
      return { port, pids: [server.pid], tickets: async () => [], stop: () => server.stop() }
    },
  }
}

async function bundle(file: string, directory: string): Promise<void> {
  await mkdir(directory, { recursive: true })
  const build = await rolldown({
    input: path.join(import.meta.dirname, file),
    external: [/^cloudflare:/],
    logLevel: 'silent',
  })
  await build.write({ file: path.join(directory, 'index.js'), format: 'esm', minify: true })
  await build.close()
}

function configOf(port: number, bindings: string): string {
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "main", worker = .main)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);

const main :Workerd.Worker = (
  modules = [(name = "index.js", esModule = embed "index.js")],
  compatibilityDate = "${compatibilityDate}",
  ${bindings}
);
`
}
