import type { TestProject } from 'vitest/node'
import { startHouse, temporaryDirectory } from '../../local/setup/running-house.ts'

declare module 'vitest' {
  interface ProvidedContext {
    houseUrl: string
    staffKey: string
  }
}

/** What `npm start` runs, for all files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const data = await temporaryDirectory()
  const house = await startHouse(data.path)
  project.provide('houseUrl', house.url)
  project.provide('staffKey', (await house.staffKey()).trim())
  return async () => {
    await house[Symbol.asyncDispose]()
    await data[Symbol.asyncDispose]()
  }
}
