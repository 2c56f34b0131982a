/** Whether what is stored is what was asked for, fact by fact. */
export function hasFacts(stored: object, wanted: object): boolean {
  const facts = new Map<string, unknown>(Object.entries(stored))
  return Object.entries(wanted).every(
    ([fact, value]) => JSON.stringify(facts.get(fact)) === JSON.stringify(value),
  )
}
