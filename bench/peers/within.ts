/** The same, or an error where it takes too long. */
export async function within<T>(msMax: number, what: string, wait: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`${what} took more than ${msMax} ms.`)), msMax)
  try {
    return await Promise.race([wait, promise])
  } finally {
    clearTimeout(timer)
  }
}
