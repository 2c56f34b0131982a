import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { glob, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

export const projectDirectory = path.resolve(import.meta.dirname, '..')
const bundleDirectory = path.join(projectDirectory, 'dist/worker')
const stampFile = path.join(bundleDirectory, 'built-from')

export interface Bundle {
  /** The Worker's code, as `npm run deploy` uploads it. */
  readonly file: string
  readonly compatibilityDate: string
  readonly vars: Readonly<Record<string, string>>
}

/** Builds the production bundle, unless nothing changed since it was built. */
export async function bundleWorker(): Promise<Bundle> {
  const sources = await hashSources()
  const built = existsSync(stampFile) ? await readFile(stampFile, 'utf8') : ''
  const [hash, description] = built.split('\n')
  if (hash === sources && description !== undefined) return JSON.parse(description)
  const bundle = await build()
  await writeFile(stampFile, `${sources}\n${JSON.stringify(bundle)}\n`)
  return bundle
}

async function build(): Promise<Bundle> {
  await mkdir(bundleDirectory, { recursive: true })
  await runWrangler(['deploy', '--dry-run', '--outdir', bundleDirectory, '--metafile'])
  const { unstable_readConfig: readConfig } = await import('wrangler')
  const { compatibility_date: compatibilityDate, vars } = readConfig(
    { config: path.join(projectDirectory, 'wrangler.toml') },
    { hideWarnings: true },
  )
  if (compatibilityDate === undefined) throw new Error('wrangler.toml names no compatibility_date')
  return {
    file: path.join(bundleDirectory, 'index.js'),
    compatibilityDate,
    vars: Object.fromEntries(Object.entries(vars).map(([name, value]) => [name, String(value)])),
  }
}

async function hashSources(): Promise<string> {
  const hash = createHash('sha256').update(projectDirectory)
  const files = glob(
    ['worker/**/*.{ts,tsx}', 'db/**/*.ts', 'web/**/*.ts', 'wrangler.toml', 'package-lock.json'],
    {
      cwd: projectDirectory,
    },
  )
  for (const file of (await Array.fromAsync(files)).sort()) {
    hash.update(file).update(await readFile(path.join(projectDirectory, file)))
  }
  return hash.digest('hex')
}

/** Wrangler's environment here: nothing asked of the network, nothing told to it. */
export const quietWrangler = { CLOUDFLARE_CF_FETCH_ENABLED: 'false', WRANGLER_SEND_METRICS: 'false' }

export const wranglerFile = path.join(projectDirectory, 'node_modules/wrangler/bin/wrangler.js')

async function runWrangler(args: readonly string[]): Promise<void> {
  const env = { ...process.env, ...quietWrangler }
  await promisify(execFile)(process.execPath, [wranglerFile, ...args], { cwd: projectDirectory, env })
}
