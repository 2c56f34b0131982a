import { describe, expect, it } from 'vitest'
import { drawSeats } from '../../client/cli/draw-seats.ts'
import { painter } from '../../client/cli/paint.ts'
import { writePrice } from '../../client/cli/price.ts'
import type { SeatStatus } from '../../client/index.ts'
import { readSeatPlan } from '../../worker/domain/read-seat-plan.ts'

const source = `A: 1a 2c _ 3-4
B: 1-4

K vip: 2-3 4x`

function draw(statuses: Record<string, SeatStatus>, inColour = false): string[] {
  const reading = readSeatPlan(source)
  if (!reading.ok) throw new Error(reading.problem)
  const { seats, categories } = reading.plan
  const all = new Map<string, SeatStatus>(
    seats.map(({ label, blocked }) => [label, blocked ? 'blocked' : 'free']),
  )
  for (const [seat, status] of Object.entries(statuses)) all.set(seat, status)
  const plan = { seats: [...seats], categories: [...categories] }
  return drawSeats(plan, all, painter(inColour)).split('\n')
}

describe('a seat map on a terminal', () => {
  it('has a line a row, with aisles, categories, and what the marks mean', () => {
    expect(draw({ A3: 'held', B1: 'sold' })).toEqual([
      'A1  w c   h o  A4  standard',
      'B1  # o o o  B4  standard',
      'K2  o o -  K4  vip',
      '',
      'o free   w free, for a wheelchair   c free, for who comes with one   h held   # sold   - not for sale',
    ])
  })

  it('is the same in colours', () => {
    const coloured = draw({ B1: 'sold' }, true)
    expect(coloured[1]).toContain('\u{1b}[31m#\u{1b}[0m')
    const plain = coloured
      .join('\n')
      .split('\u{1b}')
      .map((part) => part.replace(/^\[\d+m/, ''))
    expect(plain.join('')).toBe(draw({ B1: 'sold' }).join('\n'))
  })

  it('puts seats without a row label into one row, and none upon another', () => {
    const seat = { row: '', y: 0, category: 'standard', accessible: false, companion: false, blocked: false }
    const seats = [0, 0.1, 1].map((x, index) => Object.assign({ x, label: String(index) }, seat))
    const statuses = new Map(seats.map(({ label }) => [label, 'free'] as const))
    const [row] = drawSeats({ seats, categories: ['standard'] }, statuses, painter(false)).split('\n')
    expect(row).toBe('0  ooo  2')
  })
})

describe('a price', () => {
  it('has the fraction digits of its currency', () => {
    const digits = (text: string): string => text.replaceAll(/[^\d.,]/g, '')
    expect([writePrice(1250, 'EUR'), writePrice(1250, 'JPY'), writePrice(1250, 'KWD')].map(digits)).toEqual([
      '12.50',
      '1,250',
      '1.250',
    ])
  })
})
