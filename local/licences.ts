import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import * as z from 'zod'
import { projectDirectory } from './bundle.ts'

const lockfile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      /** Of what only tests ask for, and something else would take if it were there. */
      devOptional: z.boolean().optional(),
      link: z.boolean().optional(),
      /** Such as a build for one platform, which has the licence of what it is a build of. */
      optional: z.boolean().optional(),
    }),
  ),
})

export const licencesFile = path.join(projectDirectory, 'docs/licences.md')

export interface Licensed {
  readonly name: string
  readonly version: string
  readonly licence: string
}

/** What a house runs, by the lockfile; what only builds and tests it is left out. */
export async function readLicences(): Promise<readonly Licensed[]> {
  const { packages } = lockfile.parse(
    JSON.parse(await readFile(path.join(projectDirectory, 'package-lock.json'), 'utf8')),
  )
  const run = Object.entries(packages).flatMap(
    ([place, { version = '', license, dev, devOptional, link, optional }]) => {
      const name = place.split('node_modules/').at(-1) ?? ''
      const isOurs = !place.includes('node_modules/') || link === true
      return isOurs || dev === true || devOptional === true || optional === true
        ? []
        : [{ name, version, licence: license ?? 'not told' }]
    },
  )
  const byName = new Map(run.map((one) => [`${one.name} ${one.version}`, one]))
  return [...byName.keys()].sort().flatMap((key) => byName.get(key) ?? [])
}

export function licencesText(all: readonly Licensed[]): string {
  const lines = all.map(({ name, version, licence }) => `- \`${name}\` ${version}: ${licence}`)
  return `# Licences

Marquee is under the MIT licence. What it runs on, as \`npm run licences\` wrote it down from \`package-lock.json\`; what only builds and tests it is not in it, and of builds for one platform the package that picks them stands for all.
Scalar's reader at \`/docs\` lies in the repository with its licence beside it (\`web/public/docs/scalar.LICENSE\`, MIT).

${lines.join('\n')}
`
}

if (import.meta.main) await writeFile(licencesFile, licencesText(await readLicences()))
