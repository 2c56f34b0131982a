import { writeFile } from 'node:fs/promises'
import { startHouse, temporaryDirectory } from '../local/setup/running-house.ts'
import { documentFile, generateDocument } from './generate.ts'

/** Writes the OpenAPI document anew. Who commits it agrees to what changed: see `git diff web/public/openapi.json`. */
await using data = await temporaryDirectory()
await using house = await startHouse(data.path)
await writeFile(documentFile, await generateDocument(house.url))
