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
