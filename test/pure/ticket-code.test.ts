import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeTicketKey } from '../../local/ticket-keys.ts'
import { ticketCodeLengthMax } from '../../worker/domain/limits.ts'
import { showingAt } from '../../worker/domain/showing.ts'
import { type TicketFacts, parseTicketCode } from '../../worker/domain/ticket-code.ts'
import { type TicketKeyRing, openKeyRing, verifyTicketCode } from '../../worker/domain/ticket-keys.ts'
import { ticketSerial, ticketSigner } from '../../worker/office/tickets/ticket-signer.ts'

const secret = makeTicketKey()
const signer = ticketSigner(secret)
let ring: TicketKeyRing

beforeAll(async () => {
  ring = await openKeyRing(await signer.keySet())
})

const facts: fc.Arbitrary<TicketFacts> = fc.record({
  showing: fc
    .tuple(fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/), fc.integer({ min: 0, max: 2 ** 31 }))
    .map(([screen, minute]) => showingAt(screen, minute * 60_000).id),
  seat: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 16 }).filter((seat) => seat.length <= 16),
  serial: fc.stringMatching(/^[0-9a-f]{16}$/),
  version: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
})

const typical: TicketFacts = {
  showing: 'main-20261124T1830Z',
  seat: 'C7',
  serial: '0123456789abcdef',
  version: 1,
}

const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')
const letter = fc.constantFrom(...letters, '.', '=', '+', '/', ' ', '\n', 'é', '\u{1F3AB}')
const at = fc.nat({ max: 400 })

/** What becomes of a code on its way, or in the hands of who wants another one. */
type Mutation = (code: string, others: readonly string[]) => string
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(at, letter).map(
      ([index, put]): Mutation =>
        (code) =>
          splice(code, index, 1, put),
    ),
  },
  fc.tuple(at, letter).map(
    ([index, put]): Mutation =>
      (code) =>
        splice(code, index, 0, put),
  ),
  fc.tuple(at, fc.integer({ min: 1, max: 8 })).map(
    ([index, length]): Mutation =>
      (code) =>
        splice(code, index, length, ''),
  ),
  at.map(
    (index): Mutation =>
      (code) =>
        code.slice(0, index % code.length),
  ),
  at.map(
    (index): Mutation =>
      (code, [other = '']) =>
        code.slice(0, index % code.length) + other.slice(index % code.length),
  ),
  fc.constantFrom<Mutation>(
    (code) => code.toLowerCase(),
    (code) => code + code,
    (code) => `${code}=`,
    (code) => code.slice(0, 3) + 'B' + code.slice(4),
  ),
  fc.string({ maxLength: ticketCodeLengthMax + 10 }).map(
    (text): Mutation =>
      () =>
        `MQ.${text}`,
  ),
)

function splice(code: string, index: number, length: number, put: string): string {
  const place = index % code.length
  return code.slice(0, place) + put + code.slice(place + length)
}

describe('the code of a ticket', () => {
  it('says what was signed, whatever that is', async () => {
    await fc.assert(
      fc.asyncProperty(facts, async (signed) => {
        const code = await signer.sign(signed)
        expect(code.length).toBeLessThanOrEqual(ticketCodeLengthMax)
        expect(await verifyTicketCode(code, ring)).toMatchObject(signed)
      }),
    )
  })

  it('is short enough for a small QR code', async () => {
    expect((await signer.sign(typical)).length).toBeLessThanOrEqual(130)
  })

  it('is refused in each of 10,000 mutations', async () => {
    const [one, other] = await Promise.all([
      signer.sign(typical),
      signer.sign({ ...typical, seat: 'C8', version: 2 }),
    ])
    const ways = fc.sample(mutation, { numRuns: 12_000, seed: 8 })
    const mutants = ways
      .map((mutate) => mutate(one, [other]))
      .filter((code) => code !== one && code !== other)
    expect(mutants.length).toBeGreaterThan(10_000)
    const taken = await Promise.all(mutants.map((code) => verifyTicketCode(code, ring)))
    expect(mutants.filter((_, index) => taken[index] !== undefined)).toEqual([])
  })

  it('is refused with any one bit of it turned', async () => {
    const code = await signer.sign(typical)
    const bytes = Uint8Array.from(Buffer.from(code.slice(3), 'base64url'))
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const turned = Uint8Array.from(bytes)
      turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(await verifyTicketCode(`MQ.${Buffer.from(turned).toString('base64url')}`, ring)).toBe(undefined)
    }
  })

  it('has one writing: bits that say nothing are none to play with', async () => {
    for (const seat of ['A', 'A1', 'A10']) {
      const code = await signer.sign({ ...typical, seat })
      const same = letters.map((last) => code.slice(0, -1) + last).filter((text) => parseTicketCode(text))
      const bytesOf = (text: string): string => Buffer.from(text.slice(3), 'base64url').toString('hex')
      expect(same.filter((text) => bytesOf(text) === bytesOf(code))).toEqual([code])
    }
  })

  it('is refused where another house signed it, also under this one’s key id', async () => {
    const foreign = ticketSigner(makeTicketKey())
    const code = await foreign.sign(typical)
    expect(await verifyTicketCode(code, ring)).toBe(undefined)
    const [own = '', theirs = ''] = [...ring.keys(), ...(await foreign.ring()).keys()]
    const posing = Buffer.from(code.slice(3), 'base64url').toString('hex').replace(theirs, own)
    const posed = `MQ.${Buffer.from(posing, 'hex').toString('base64url')}`
    expect(parseTicketCode(posed)?.keyId).toBe(own)
    expect(await verifyTicketCode(posed, ring)).toBe(undefined)
  })

  it('stays good when its key is retired, and not when that is taken away', async () => {
    const code = await signer.sign(typical)
    const [, publicHalf = ''] = secret.split('.')
    const next = makeTicketKey()
    expect(await verifyTicketCode(code, await ticketSigner(next, [publicHalf]).ring())).toMatchObject(typical)
    expect(await verifyTicketCode(code, await ticketSigner(next).ring())).toBe(undefined)
  })

  it('holds nothing of the booking’s id', async () => {
    const booking = 'bk_0123456789abcdefghjkmnpqrstvwxyz0'
    const serial = await ticketSerial(booking, 'C7')
    expect(serial).toMatch(/^[0-9a-f]{16}$/)
    expect(serial).not.toBe(await ticketSerial(booking, 'C8'))
  })
})
