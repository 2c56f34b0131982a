const codes = new Set(Intl.supportedValuesOf('currency'))

/** By ISO 4217, as the runtime's Unicode data has it. */
export function isCurrency(code: string): boolean {
  return codes.has(code)
}
