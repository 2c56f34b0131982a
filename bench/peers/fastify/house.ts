/** The labels of the only screen, in the order of its plan. */
export function planOf(seats: number): readonly string[] {
  return Array.from({ length: seats }, (_, index) =>
    seats === 20 ? `${'ABCD'.charAt(Math.floor(index / 5))}${(index % 5) + 1}` : `S${index + 1}`,
  )
}

/** A date and a time in UTC. */
export interface LocalTime {
  readonly date: string
  readonly time: string
}

export function showingAt({ date, time }: LocalTime): string {
  return `main-${date.replaceAll('-', '')}T${time.replace(':', '')}Z`
}

export function timeOf(showing: string): LocalTime {
  const [, year, month, day, hour, minute] = /^main-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z$/.exec(showing) ?? []
  return { date: `${year}-${month}-${day}`, time: `${hour}:${minute}` }
}
