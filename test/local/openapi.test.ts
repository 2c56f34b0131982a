import { cp, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { describe, expect, it } from 'vitest'
import { documentFile, generateDocument } from '../openapi/generate.ts'
import { startHouse, temporaryDirectory } from './setup/running-house.ts'
import { project, run, strangersNode } from './setup/stranger.ts'

const day = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)
const generator = ['openapi-typescript@7.13.0', 'typescript@5.9.3', 'openapi-fetch@0.17.0', '@types/node@20']

describe('the OpenAPI document', () => {
  it('is what the operations declare, with what a running house answers as its examples', async () => {
    await using data = await temporaryDirectory()
    await using house = await startHouse(data.path)
    const committed = await readFile(documentFile, 'utf8')
    // Where this differs on purpose: npm run openapi.
    const staffKey = await readFile(path.join(data.path, 'staff.key'), 'utf8')
    expect(await generateDocument({ url: house.url, staffKey })).toBe(committed)

    const served = await fetch(`${house.url}/openapi.json`)
    expect(await served.text()).toBe(committed)
    expect(served.headers.get('content-type')).toBe('application/json')
    const tag = served.headers.get('etag') ?? ''
    const kept = await fetch(`${house.url}/openapi.json`, { headers: { 'if-none-match': tag } })
    expect(kept.status).toBe(304)
  })

  it("passes Redocly's recommended rules without a warning", async () => {
    const config = await createConfig({ extends: ['recommended'] })
    const source = await readFile(documentFile, 'utf8')
    const problems = await lintFromString({ source, absoluteRef: documentFile, config })
    expect(problems.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([])
  })

  it('makes a typed client, which compiles under strict and books', async () => {
    await using stranger = await temporaryDirectory()
    await using data = await temporaryDirectory()
    await using house = await startHouse(data.path)
    const at = (file: string): string => path.join(stranger.path, file)
    await writeFile(at('package.json'), '{ "name": "stranger", "private": true, "type": "module" }')
    await run('npm', ['install', ...generator], { cwd: stranger.path })
    await cp(path.join(project, 'test/local/rest-stranger'), stranger.path, { recursive: true })
    await run(
      strangersNode,
      [
        'node_modules/openapi-typescript/bin/cli.js',
        `${house.url}/openapi.json`,
        '--output=schema.d.ts',
        // What has a default may be left out.
        '--default-non-nullable=false',
      ],
      { cwd: stranger.path },
    )
    await run(strangersNode, ['node_modules/typescript/bin/tsc', '-p', '.'], { cwd: stranger.path })
    const { stdout } = await run(strangersNode, ['dist/book.js', house.url, day], { cwd: stranger.path })
    expect(JSON.parse(stdout)).toEqual({
      seats: ['A3', 'A4'],
      isSame: true,
      refused: ['A4'],
      sold: ['A3', 'A4'],
      status: 'cancelled',
    })
  })
})
