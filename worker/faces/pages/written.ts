const language = 'en-GB'

/** `Tuesday 1 December`, of a local date. */
export function writeDate(date: string): string {
  const format = new Intl.DateTimeFormat(language, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  })
  return format.format(new Date(date))
}

/** An amount of minor units as its currency is written. */
export function writePrice(amount: number, currency: string): string {
  const format = new Intl.NumberFormat(language, { style: 'currency', currency })
  const { maximumFractionDigits: digits = 2 } = format.resolvedOptions()
  return format.format(amount / 10 ** digits)
}

/** `Tuesday 1 December, 20:00`, of a local date and time. */
export function writeMoment({ date, time }: { readonly date: string; readonly time: string }): string {
  return `${writeDate(date)}, ${time}`
}

/** `A1, A2 and A3`. */
export function writeList(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}

export function writeSeats(seats: readonly string[]): string {
  return `${seats.length === 1 ? 'Seat' : 'Seats'} ${writeList(seats)}`
}
