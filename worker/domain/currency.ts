const codes = new Set(Intl.supportedValuesOf('currency'))

/** By ISO 4217, as the runtime's Unicode data has it. */
export function isCurrency(code: string): boolean {
  return codes.has(code)
}

/** The minor units of an amount as it is typed, such as `9.50` or `9,5`; undefined where it is none. */
export function minorUnits(text: string, currency: string): number | undefined {
  const digits = digitsOf(currency)
  const [, whole, fraction = ''] = /^(\d{1,9})(?:[.,](\d*))?$/.exec(text.trim()) ?? []
  if (whole === undefined || fraction.length > digits) return undefined
  return Number(`${whole}${fraction.padEnd(digits, '0')}`)
}

/** An amount of minor units as a decimal number: `9.50` of 950 cents; of a currency without minor units, as it stands. */
export function majorUnits(amount: number, currency: string): string {
  const digits = digitsOf(currency)
  return (amount / 10 ** digits).toFixed(digits)
}

function digitsOf(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  return format.resolvedOptions().maximumFractionDigits ?? 2
}
