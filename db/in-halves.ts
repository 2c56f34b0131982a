/** What is too much, or not right, as one is asked in halves: those that can be answered are, and nobody else's fault is theirs. */
export async function inHalves<T, Answer>(
  all: readonly T[],
  ask: (half: readonly T[]) => Promise<readonly Answer[]>,
): Promise<readonly Answer[]> {
  const middle = Math.ceil(all.length / 2)
  const [first, second] = await Promise.all([ask(all.slice(0, middle)), ask(all.slice(middle))])
  return [...first, ...second]
}
