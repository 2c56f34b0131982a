import { crc32 } from 'node:zlib'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readStaffKey, staffKeyPattern, writeStaffKey } from '../../worker/domain/staff-key.ts'

const letters = '0123456789abcdefghjkmnpqrstvwxyz'
const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 })
const keys = fc.record({ id: bytes, secret: bytes }).map(writeStaffKey)

describe('a staff key', () => {
  it('is read again as it was written, and has its id in front', () => {
    fc.assert(
      fc.property(keys, ({ id, key }) => {
        expect(key).toMatch(staffKeyPattern)
        expect(key.startsWith(`${id}_`)).toBe(true)
        expect(readStaffKey(key)).toBe(id)
      }),
    )
  })

  it('is none where a letter differs, or it was cut off or drawn out', () => {
    fc.assert(
      fc.property(keys, fc.nat(), fc.nat(), ({ key }, n, m) => {
        const at = n % key.length
        const letter = letters.charAt(m % letters.length)
        const other = key.slice(0, at) + letter + key.slice(at + 1)
        fc.pre(other !== key)
        expect(readStaffKey(other)).toBe(undefined)
        expect(readStaffKey(key.slice(0, at))).toBe(undefined)
        expect(readStaffKey(key.slice(at + 1))).toBe(undefined)
        expect(readStaffKey(key + letter)).toBe(undefined)
        expect(readStaffKey(` ${key}`)).toBe(undefined)
      }),
    )
  })

  it('is none where its parts are of two keys', () => {
    fc.assert(
      fc.property(keys, keys, ({ key: one }, { key: other }) => {
        const [a, b] = [one.split('_'), other.split('_')]
        fc.pre(a[2] !== b[2] && a[1] !== b[1])
        expect(readStaffKey([a[0], a[1], b[2], a[3]].join('_'))).toBe(undefined)
        expect(readStaffKey([a[0], b[1], a[2], b[3]].join('_'))).toBe(undefined)
      }),
    )
  })

  it('ends with the CRC-32 of what stands before', () => {
    fc.assert(
      fc.property(keys, ({ key }) => {
        const [body, checksum] = [key.slice(0, -8), key.slice(-7)]
        const value = Array.from(checksum).reduce((sum, letter) => sum * 32 + letters.indexOf(letter), 0)
        expect(value).toBe(crc32(body))
      }),
    )
  })
})
