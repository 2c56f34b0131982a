import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { operations, rolesFor } from '../../worker/domain/access.ts'
import { roles } from '../../worker/domain/caller.ts'
import { rateLimitDefault, rateLimitSeconds } from '../../worker/domain/limits.ts'

const project = path.resolve(import.meta.dirname, '../..')

describe('docs/security.md', () => {
  it('shows the table of access as it is', async () => {
    const text = await readFile(path.join(project, 'docs/security.md'), 'utf8')
    const shown = text.split('\n').flatMap((line) => {
      const [, operation = '', , ...may] = line.split('|').map((cell) => cell.trim())
      return operations.some((known) => known === operation)
        ? [[operation, may.slice(0, 1 + roles.length).join('|')]]
        : []
    })
    const expected = operations.map((operation) => {
      const may = rolesFor(operation)
      const who = [undefined, ...roles].map((role) => {
        const mayDo = may === undefined || (role !== undefined && may.includes(role))
        return mayDo ? 'yes' : ''
      })
      return [operation, who.join('|')]
    })
    expect(shown).toEqual(expected)
  })
})

describe('wrangler.toml', () => {
  it('limits at the edge as the isolate does by itself, and says what it limits', async () => {
    const text = await readFile(path.join(project, 'wrangler.toml'), 'utf8')
    const said = `simple = { limit = ${rateLimitDefault}, period = ${rateLimitSeconds} }`
    expect(text.split(said).length - 1).toBe(2)
    expect(text).toContain(`RATE_LIMIT = "${rateLimitDefault}"`)
  })
})
