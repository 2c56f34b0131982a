import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { licencesFile, licencesText, readLicences } from '../../local/licences.ts'

/** None of them asks more than to be named. */
const allowed = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'MIT OR Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Unlicense',
])

describe('the licences of what a house runs on', () => {
  it('are those of docs/licences.md', async () => {
    expect(await readFile(licencesFile, 'utf8')).toBe(licencesText(await readLicences()))
  })

  it('ask for nothing but to be named', async () => {
    expect((await readLicences()).filter(({ licence }) => !allowed.has(licence))).toEqual([])
  })
})
