import { randomUUID } from 'node:crypto'

/** A screen for each scenario: one showing that everybody wants, or an evening's many. */
export const scenarios = {
  hot: { screen: 'arena', seats: 50_000, showings: 1 },
  evening: { screen: 'hall', seats: 1_000, showings: 50 },
} as const

export const scenarioNames = ['hot', 'evening'] as const satisfies (keyof typeof scenarios)[]

export type Scenario = (typeof scenarioNames)[number]

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
const daysAhead = 10

/** Bookings of one seat each, all of different places, as bodies of requests. Each round has showings of its own. */
export function* placesOf(scenario: Scenario, round: number): Generator<string, never> {
  const { screen, seats, showings } = scenarios[scenario]
  const day = Math.floor(Date.now() / dayMs) * dayMs + (daysAhead + round) * dayMs
  for (let index = 0; ; index += 1) {
    const place = index % (seats * showings)
    const minute = (place % showings) + showings * Math.floor(index / (seats * showings))
    const instant = new Date(day + minute * minuteMs).toISOString()
    yield JSON.stringify({
      showing: { screen, date: instant.slice(0, 10), time: instant.slice(11, 16) },
      seats: [`S${Math.floor(place / showings) + 1}`],
      name: 'Ayush',
      phone: '1234567890',
      idempotencyKey: randomUUID(),
    })
  }
}
