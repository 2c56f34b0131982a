const codes = new Set(Intl.supportedValuesOf('currency'))

/** By ISO 4217, as the runtime's Unicode data has it. */
export function isCurrency(code: string): boolean {
  return codes.has(code)
}

/** An amount of minor units as a decimal number: `9.50` of 950 cents; of a currency without minor units, as it stands. */
export function majorUnits(amount: number, currency: string): string {
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions()
  return (amount / 10 ** digits).toFixed(digits)
}
