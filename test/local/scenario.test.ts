import { describe, expect, it } from 'vitest'
import { classicFace } from './scenario/classic-face.ts'
import { cliFace } from './scenario/cli-face.ts'
import { tellEvening, whatIsLeft } from './scenario/evening.ts'
import { leftBehind } from './scenario/left-behind.ts'
import { restFace } from './scenario/rest-face.ts'
import { rpcFace } from './scenario/rpc-face.ts'
import { testStaffKey } from '../setup/staff-key.ts'
import { startHouse, temporaryDirectory } from './setup/running-house.ts'

describe('one evening, over each face of a house of its own', () => {
  it.each([
    ['the classic routes', classicFace],
    ['REST /v1', restFace],
    ['tRPC', rpcFace],
    ['the command line', cliFace],
  ])('goes the same way over %s, and leaves the same behind', async (_, open) => {
    await using data = await temporaryDirectory()
    // Where the key is chosen, the classic routes ask for it as the others do.
    await using house = await startHouse(data.path, { STAFF_KEY: testStaffKey })
    const face = open({ url: house.url, staffKey: testStaffKey })
    await tellEvening(face)
    expect(leftBehind(data.path)).toEqual(whatIsLeft(face))
  })
})
