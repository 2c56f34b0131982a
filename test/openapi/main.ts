import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { startHouse, temporaryDirectory } from '../local/setup/running-house.ts'
import { documentFile, generateDocument } from './generate.ts'

/** Writes the OpenAPI document anew. Who commits it agrees to what changed: see `git diff web/public/openapi.json`. */
await using data = await temporaryDirectory()
await using house = await startHouse(data.path)
const staffKey = await readFile(path.join(data.path, 'staff.key'), 'utf8')
await writeFile(documentFile, await generateDocument({ url: house.url, staffKey }))
