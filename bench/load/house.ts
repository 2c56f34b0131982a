/** The labels of a house's one screen: the fresh house's where it has twenty. */
export function labelsOf(seats: number): string[] {
  return Array.from({ length: seats }, (_, index) =>
    seats === 20 ? `${'ABCD'.charAt(Math.floor(index / 5))}${(index % 5) + 1}` : `S${index + 1}`,
  )
}

/** A date and a time in UTC. */
export interface LocalTime {
  readonly date: string
  readonly time: string
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
const firstDay = 30

/** Times of showings, each of another, none of which has been. */
export function timeAt(minute: number, today = Date.now()): LocalTime {
  const midnight = Math.floor(today / dayMs) * dayMs
  const instant = new Date(midnight + firstDay * dayMs + minute * minuteMs).toISOString()
  return { date: instant.slice(0, 10), time: instant.slice(11, 16) }
}

export function showingIdAt({ date, time }: LocalTime): string {
  return `main-${date.replaceAll('-', '')}T${time.replace(':', '')}Z`
}
