import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import path from 'node:path'
import { mutants } from './mutants.ts'

/** Preloaded by `--import`: puts the mutant that MUTANT names into its file as that is loaded. */
const project = path.resolve(import.meta.dirname, '../..')
const mutant = mutants.find(({ name }) => name === process.env['MUTANT'])

if (mutant !== undefined) {
  registerHooks({
    load: (url, context, next) => {
      const loaded = next(url, context)
      if (!url.startsWith('file:') || path.relative(project, fileURLToPath(url)) !== mutant.file)
        return loaded
      const source =
        typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source)
      if (!source.includes(mutant.find)) throw new Error(`the source of mutant "${mutant.name}" has changed`)
      return { ...loaded, source: source.replace(mutant.find, mutant.replace) }
    },
  })
}
