import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Scan, foldScans } from '../../worker/domain/admissions.ts'

const devices = ['door 1', 'door 2', 'door 3']

/** Few seats, moments and ids, so that all kinds of clashes come about. */
const scan: fc.Arbitrary<Scan> = fc.record({
  seat: fc.constantFrom('C7', 'C8', 'C9'),
  device: fc.constantFrom(...devices),
  id: fc.constantFrom('a', 'b', 'c', 'd'),
  at: fc.integer({ min: 0, max: 4 }),
})

const told = (scans: Iterable<Scan>): string => JSON.stringify([...foldScans(scans)])

describe('what doors let in', () => {
  it('is the same in any order of arrival, however often each scan arrives', () => {
    const uploads = fc
      .array(scan, { maxLength: 24 })
      .chain((scans) =>
        fc.tuple(
          fc.constant(scans),
          fc.shuffledSubarray(scans, { minLength: scans.length }),
          fc.array(fc.nat(), { maxLength: 12 }),
        ),
      )
    fc.assert(
      fc.property(uploads, ([scans, shuffled, twice]) => {
        const again = scans.length === 0 ? [] : twice.flatMap((n) => scans[n % scans.length] ?? [])
        expect(told([...again, ...shuffled])).toBe(told(scans))
        expect(told([...shuffled, ...again])).toBe(told(scans))
      }),
      { numRuns: 1_000 },
    )
  })

  it('is the same in whatever parts it is put together', () => {
    const flat = (scans: Iterable<Scan>): Scan[] =>
      [...foldScans(scans).values()].flatMap(({ first, again }) => again.concat(first))
    fc.assert(
      fc.property(fc.array(scan), fc.array(scan), (one, other) => {
        expect(told([...flat(one), ...flat(other)])).toBe(told([...one, ...other]))
      }),
    )
  })

  it('names each double entry with both devices, and the earliest as the one that let in', () => {
    fc.assert(
      fc.property(fc.array(scan), (scans) => {
        for (const [seat, { first, again }] of foldScans(scans)) {
          const ofSeat = scans.filter((one) => one.seat === seat)
          expect(first.at).toBe(Math.min(...ofSeat.map(({ at }) => at)))
          const names = new Set(ofSeat.map(({ device, id }) => `${device} ${id}`))
          expect(new Set([first, ...again].map(({ device, id }) => `${device} ${id}`))).toEqual(names)
          expect(again.length).toBe(names.size - 1)
        }
      }),
    )
  })

  it('goes by the device’s name where two are of one moment', () => {
    const at = 5
    const [two, one] = ['door 2', 'door 1'].map((device) => ({ seat: 'C7', id: device, device, at }))
    expect(foldScans([two, one].filter((given) => given !== undefined)).get('C7')).toEqual({
      first: one,
      again: [two],
    })
  })
})
