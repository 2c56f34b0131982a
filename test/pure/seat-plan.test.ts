import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fieldIssues } from '../../worker/domain/issues.ts'
import { planLengthMax, planSeatsMax } from '../../worker/domain/limits.ts'
import { seatPlanInput } from '../../worker/domain/seat-plan-input.ts'
import { readNewSeatPlan, readSeatPlan } from '../../worker/domain/read-seat-plan.ts'
import type { SeatPlan } from '../../worker/domain/seat-plan.ts'
import { planOf } from './plan-of.ts'

function problemOf(source: string): string {
  const reading = readNewSeatPlan(source)
  return reading.ok ? 'none' : reading.problem
}

function labelsOf(plan: SeatPlan): string[] {
  return plan.seats.map(({ label }) => label)
}

function runsOf(plan: SeatPlan): string[] {
  return plan.runs.map((run) => run.map(({ label }) => label).join(' '))
}

describe("a plan's compact text", () => {
  it('is a line a row, the front row first, with gaps', () => {
    const plan = planOf('A: 1-2 _ 3\nB: 1-3')
    expect(labelsOf(plan)).toEqual(['A1', 'A2', 'A3', 'B1', 'B2', 'B3'])
    expect(runsOf(plan)).toEqual(['A1 A2', 'A3', 'B1 B2 B3'])
    expect(plan.byLabel.get('A3')).toEqual({
      label: 'A3',
      row: 'A',
      x: 3,
      y: 0,
      category: 'standard',
      accessible: false,
      companion: false,
      blocked: false,
    })
  })

  it('is indented by gaps, and counts down where seats do', () => {
    const plan = planOf('A: _ _ 3-1 __ 10')
    expect(plan.seats.map(({ label, x }) => [label, x])).toEqual([
      ['A3', 2],
      ['A2', 3],
      ['A1', 4],
      ['A10', 7],
    ])
  })

  it('needs no label for a row', () => {
    expect(labelsOf(planOf(': 1-3'))).toEqual(['1', '2', '3'])
  })

  it('marks wheelchair places, companion seats and what is never sold', () => {
    const plan = planOf('A: 1a 2c 3-4x 5ac=box 6')
    expect(plan.seats.filter(({ accessible }) => accessible).map(({ label }) => label)).toEqual(['A1', 'A5'])
    expect(plan.seats.filter(({ companion }) => companion).map(({ label }) => label)).toEqual(['A2', 'A5'])
    expect(plan.seats.filter(({ blocked }) => blocked).map(({ label }) => label)).toEqual(['A3', 'A4'])
    expect(runsOf(plan)).toEqual(['A1 A2 A3 A4 A5 A6'])
  })

  it('has categories of rows and of seats, in the order of their first', () => {
    const plan = planOf('A: 1\nK vip: 1-2 3=box\nL: 1')
    expect(plan.categories).toEqual(['standard', 'vip', 'box'])
    expect(plan.byLabel.get('K3')?.category).toBe('box')
    expect(plan.byLabel.get('L1')?.category).toBe('standard')
  })

  it('has a wider space at each empty line between rows, and none at comments', () => {
    const plan = planOf('\n# the front\nA: 1\n# no space\nB: 1\n\n\r\nC: 1\r\n\n')
    expect(plan.seats.map(({ label, y }) => [label, y])).toEqual([
      ['A1', 0],
      ['B1', 1],
      ['C1', 4],
    ])
  })

  it('has the best spot in the middle, two thirds back, or at the seat that it names', () => {
    const rows = 'A: 1-5\nB: 1-5\nC: 1-5\nD: 1-5'
    expect(planOf(rows).bestSpot).toEqual({ x: 2, y: 2 })
    expect(planOf(`@best D1\n${rows}`).bestSpot).toEqual({ x: 0, y: 3 })
  })

  it.each([
    ['a label twice', 'A: 1-4\nB: 1\nA: 4', 'Line 3: seat A4 is there twice'],
    ['a label twice in a row', 'A: 1-4 3', 'Line 1: seat A3 is there twice'],
    ['no seats', '# nothing yet\n', 'has no seats'],
    ['rows without seats', 'A:\nB: _', 'has no seats'],
    ['a row without a colon', 'A: 1\n\nB 1-4', 'Line 3: "B 1-4" is not understood'],
    ['an unknown token', 'A: 1-4\nB: 1-4, 6', 'Line 2: "1-4," is not understood'],
    ['a flag that there is not', 'A: 3w', 'Line 1: "3w" is not understood'],
    ['a number that begins with nought', 'A: 01', 'Line 1: "01" is not understood'],
    ['a range without an end', 'A: 1-', 'Line 1: "1-" is not understood'],
    ['a category with capitals', 'A: 1=VIP', 'Line 1: the category "VIP" must be'],
    ['an empty category', 'A: 1=', 'Line 1: the category "" must be'],
    ["a row's category that is too long", `A ${'v'.repeat(33)}: 1`, 'Line 1: the category "vvvv'],
    ["a row's label that is too long", `${'R'.repeat(17)}: 1`, "Line 1: the row's label"],
    [
      'a label that is too long',
      `${'R'.repeat(15)}: 9-10`,
      'Line 1: the label RRRRRRRRRRRRRRR10 is too long',
    ],
    ['three words before the colon', 'A vip sofa: 1', 'Line 1: "sofa" is too much'],
    ['a range of a billion', 'A: 1-999999999', 'Line 1: "1-999999999" goes too far'],
    ['a number that no number can hold', `A: 1-${'9'.repeat(400)}`, 'goes too far'],
    ['too many seats in one range', 'A: 1-100001', `Line 1: the plan gets more than ${planSeatsMax} seats`],
    ['too many seats in all', 'A: 1-99999\nB: 1 2', `Line 2: the plan gets more than ${planSeatsMax} seats`],
    ['too long a text', `# ${'.'.repeat(planLengthMax)}`, `at most ${planLengthMax} characters`],
    ['half of a surrogate pair', 'A: 1 # \uD800', 'well-formed'],
    ['a control character', '# \u0000\nA: 1', 'control characters'],
    ['the best spot at a seat that there is not', '@best F7\nA: 1', 'Line 1: there is no seat "F7"'],
    ['two best spots', '@best A1\n@best A1\nA: 1', 'Line 2: the best seat is named on line 1'],
    ['a word after @ that is not known', '@worst A1\nA: 1', 'Line 1: "@worst A1" is not understood'],
  ])('is refused with %s', (_, source, problem) => {
    expect(problemOf(source)).toContain(problem)
  })

  it('may have as many seats as a plan may have', () => {
    expect(planOf(`A: 1-${planSeatsMax}`).seats).toHaveLength(planSeatsMax)
  })
})

describe("a plan's JSON", () => {
  it('is read where a text begins with a brace', () => {
    const plan = planOf(
      ` ${JSON.stringify({
        rows: [
          { label: 'A', seats: ['A1', null, { label: 'A2', accessible: true }, 'A3'] },
          {
            label: 'Box',
            category: 'vip',
            seats: ['left', { label: 'right', category: 'box', blocked: true }],
          },
        ],
        best: 'A3',
      })}`,
    )
    expect(runsOf(plan)).toEqual(['A1', 'A2 A3', 'left right'])
    expect(plan.categories).toEqual(['standard', 'vip', 'box'])
    expect(plan.bestSpot).toEqual({ x: 3, y: 0 })
    expect(plan.byLabel.get('right')).toMatchObject({
      row: 'Box',
      x: 1,
      y: 1,
      blocked: true,
      companion: false,
    })
  })

  it('puts seats where it says, and the next beside them', () => {
    const rows = [
      { label: 'A', seats: [{ label: 'A1', x: 2.5 }, 'A2'] },
      { label: 'B', y: 3, seats: [{ label: 'B1', y: 3.25 }, 'B2', { label: 'B3', x: 3 }] },
      { label: 'C', seats: ['C1'] },
    ]
    const plan = planOf(JSON.stringify({ rows }))
    expect(plan.seats.map(({ x, y }) => [x, y])).toEqual([
      [2.5, 0],
      [3.5, 0],
      [0, 3.25],
      [1, 3],
      [3, 3],
      [0, 4],
    ])
    expect(runsOf(plan)).toEqual(['A1 A2', 'B1 B2', 'B3', 'C1'])
  })

  it('has runs from the left, also where a row is listed in another order', () => {
    const seats = [
      { label: '1', x: 0 },
      { label: '3', x: 2 },
      { label: '2', x: 1 },
    ]
    const plan = planOf(JSON.stringify({ rows: [{ label: '', seats }] }))
    expect(labelsOf(plan)).toEqual(['1', '3', '2'])
    expect(runsOf(plan)).toEqual(['1 2 3'])
  })

  it.each([
    ['what is no JSON', '{"rows": [', 'not JSON'],
    ['no rows', '{}', 'rows: must be a list of rows'],
    ['a key that is not known', '{"rows":[],"stage":1}', 'stage: is not known here'],
    ['no seats', '{"rows":[{"label":"A","seats":[null]}]}', 'has no seats'],
    [
      'a label twice',
      '{"rows":[{"label":"A","seats":["1"]},{"label":"B","seats":["1"]}]}',
      'rows.1: seat 1 is',
    ],
    ['a seat that is a number', '{"rows":[{"label":"A","seats":[1]}]}', 'rows.0.seats.0: must be a seat'],
    [
      'white space in a label',
      '{"rows":[{"label":"A","seats":["A 1"]}]}',
      'rows.0.seats.0: must not be empty',
    ],
    ['half of a surrogate pair', '{"rows":[{"label":"A","seats":["\\ud800"]}]}', 'must be well-formed'],
    ['a label too long', `{"rows":[{"label":"A","seats":["${'A'.repeat(17)}"]}]}`, 'at most 16 characters'],
    [
      "a row's label too long",
      `{"rows":[{"label":"${'A'.repeat(17)}","seats":["1"]}]}`,
      'rows.0.label: may have',
    ],
    [
      'a category with capitals',
      '{"rows":[{"label":"A","category":"VIP","seats":["1"]}]}',
      'rows.0.category: must',
    ],
    [
      'a place too far',
      '{"rows":[{"label":"A","seats":[{"label":"1","x":10001}]}]}',
      'rows.0.seats.0.x: may be',
    ],
    ['a place that is infinite', '{"rows":[{"label":"A","y":-1e999,"seats":["1"]}]}', 'rows.0.y: must be'],
    [
      'a best seat that there is not',
      '{"rows":[{"label":"A","seats":["1"]}],"best":"2"}',
      'there is no seat 2',
    ],
  ])('is refused with %s', (_, source, problem) => {
    expect(problemOf(source)).toContain(problem)
  })
})

describe("a plan in a procedure's input", () => {
  it('comes out as its source, in either form', () => {
    const given = {
      rows: [{ label: 'A', seats: ['A1', null, { label: 'A2', companion: true }] }],
      best: 'A2',
    }
    expect(seatPlanInput.parse('A: 1-4')).toBe('A: 1-4')
    expect(planOf(seatPlanInput.parse(given))).toEqual(planOf('A: 1 _ 2c\n@best A2'))
  })

  it.each([
    ['text', 'A: 1\nA: 1', { field: '', problem: expect.stringContaining('Line 2: seat A1 is there twice') }],
    [
      'an object',
      { rows: [{ label: 'A', seats: ['A1', { label: 'A2', vip: true }] }] },
      { field: 'rows.0.seats.1.vip', problem: 'is not known here; leave it out' },
    ],
    [
      'an object of sound shape',
      { rows: [{ label: 'A', seats: ['A1', 'A1'] }] },
      { field: '', problem: expect.stringContaining('rows.0: seat A1 is there twice') },
    ],
    ['something else', 7, { field: '', problem: expect.stringContaining('must be a seat plan') }],
  ])('is refused where %s is wrong, with its place', (_, given, issue) => {
    const checked = seatPlanInput.safeParse(given)
    expect(checked.error && fieldIssues(checked.error)).toEqual([issue])
  })
})

describe('a seat plan', () => {
  it('never throws, whatever its source', () => {
    const part = fc.constantFrom(
      'A',
      'vip',
      ':',
      ' ',
      '1',
      '-',
      '12',
      '_',
      'a',
      'x',
      '=',
      '@best',
      '#',
      '\n',
      '{',
      '"',
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(part).map((parts) => parts.join('')),
    )
    const read = fc.check(
      fc.property(fc.oneof(text, fc.json()), (source) => {
        const reading = readSeatPlan(source)
        if (!reading.ok) return reading.problem !== ''
        const { seats, byLabel, runs } = reading.plan
        const inRuns = new Set(runs.flat())
        return (
          byLabel.size === seats.length &&
          inRuns.size === seats.length &&
          seats.every((seat) => inRuns.has(seat))
        )
      }),
      { numRuns: 2_000 },
    )
    expect(read.counterexample).toBeNull()
  })

  it('of 50,000 seats is read', () => {
    const source = Array.from({ length: 500 }, (_, row) => `R${row}-: 1-50 _ 51-100`).join('\n')
    expect(planOf(source).seats).toHaveLength(50_000)
  })
})
