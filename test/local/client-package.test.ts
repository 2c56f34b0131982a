import { spawn } from 'node:child_process'
import { readFile, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { rolldown } from 'rolldown'
import { describe, expect, it } from 'vitest'
import { workerdFile } from '../../local/workerd.ts'
import { freePort, startHouse, temporaryDirectory } from './setup/running-house.ts'
import { project, run, strangerIn, strangersNode } from './setup/stranger.ts'

const binaries = path.join(project, 'node_modules/.bin')
const day = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)
const compilers = ['@types/node@20', '@types/ws@8', 'ws@8', 'typescript@5.9.3']

async function bundle(directory: string, entry: string, platform: 'browser' | 'neutral'): Promise<string> {
  const built = await rolldown({
    input: path.join(directory, entry),
    platform,
    cwd: directory,
    resolve: { mainFields: ['module', 'main'] },
  })
  const file = path.join(directory, `${platform}.js`)
  await built.write({ file, format: 'esm' })
  await built.close()
  return file
}

describe('the client package', () => {
  it('packs, installs, compiles and books in a project of a stranger', async () => {
    await using stranger = await temporaryDirectory()
    await using data = await temporaryDirectory()
    await using house = await startHouse(data.path)
    await strangerIn(stranger.path, ...compilers)

    const installed = await readdir(path.join(stranger.path, 'node_modules/@marquee/client/dist'))
    expect(installed).toContain('index.d.ts')
    await run(strangersNode, [path.join(stranger.path, 'node_modules/typescript/bin/tsc'), '-p', '.'], {
      cwd: stranger.path,
    })
    await run(path.join(binaries, 'tsc'), ['-p', stranger.path, '--noEmit'])

    const inNode = await run(strangersNode, ['dist/book.js', house.url, day, await house.staffKey()], {
      cwd: stranger.path,
    })
    expect(JSON.parse(inNode.stdout)).toMatchObject({
      booking: { id: expect.stringMatching(/^bk_/), seats: ['A3', 'A4'], name: 'Ayush', status: 'booked' },
      refused: 'taken: A4',
    })

    const watched = await run(
      strangersNode,
      ['dist/watch.js', house.url, `main-${day.replaceAll('-', '')}T1830Z`],
      {
        cwd: stranger.path,
      },
    )
    expect(JSON.parse(watched.stdout)).toEqual({
      sold: [
        ['A3', 'sold'],
        ['A4', 'sold'],
      ],
    })

    const forBrowsers = await readFile(await bundle(stranger.path, 'book.ts', 'browser'), 'utf8')
    expect(forBrowsers).not.toMatch(/\bfrom ["']|\brequire\(/)

    const inWorker = await bundle(stranger.path, 'worker.ts', 'neutral')
    await using caller = await runWorker(inWorker, house.url)
    expect(await caller.ask(`/?date=${day}`)).toMatchObject({
      seats: ['B1'],
      name: 'Worker',
      status: 'booked',
      live: 'sold',
    })
  })

  it('does not compile where a case is left out', async () => {
    await using stranger = await temporaryDirectory()
    await strangerIn(stranger.path, ...compilers)
    const file = path.join(stranger.path, 'book.ts')
    const whole = await readFile(file, 'utf8')
    await writeFile(file, whole.replace("case 'booking_ambiguous':", ''))
    const { stdout } = await run(path.join(binaries, 'tsc'), ['-p', stranger.path]).catch(
      (error: { stdout: string }) => error,
    )
    expect(stdout).toContain('TS2366')
  })

  it('passes publint, and resolves as ESM', async () => {
    await run(process.execPath, ['build.ts'], { cwd: path.join(project, 'client') })
    const lint = await run(path.join(binaries, 'publint'), ['client', '--strict'], { cwd: project })
    expect(lint.stdout).toContain('All good')
    const types = await run(path.join(binaries, 'attw'), ['--pack', 'client', '--profile', 'esm-only'], {
      cwd: project,
    })
    expect(types.stdout).toMatch(/node16 \(from ESM\).*🟢 \(ESM\)/)
  })
})

async function runWorker(
  file: string,
  serviceUrl: string,
): Promise<{ ask: (location: string) => Promise<unknown> } & AsyncDisposable> {
  const port = await freePort()
  const config = path.join(path.dirname(file), 'caller.capnp')
  await writeFile(
    config,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "caller", worker = .caller),
    (name = "marquee", external = (address = "${new URL(serviceUrl).host}", http = (injectRequestHeaders = []))),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "caller")],
);
const caller :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "${path.basename(file)}")],
  compatibilityDate = "2026-11-01",
  bindings = [(name = "MARQUEE", service = "marquee"), (name = "URL", text = "${serviceUrl}")],
);
`,
  )
  const child = spawn(workerdFile, ['serve', config, '--control-fd=3'], {
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  })
  await new Promise((resolve) => child.stdio[3]?.once('data', resolve))
  return {
    ask: async (location) => (await fetch(`http://127.0.0.1:${port}${location}`)).json(),
    [Symbol.asyncDispose]: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    },
  }
}
