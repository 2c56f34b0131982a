/** What is stored need not be JSON any more, nor text: then nothing is read of it. */
export function parsed(json: unknown): unknown {
  try {
    return typeof json === 'string' ? JSON.parse(json) : undefined
  } catch {
    return undefined
  }
}

export function recordIn(json: unknown): Record<string, unknown> {
  const read = parsed(json)
  return typeof read === 'object' && read !== null ? { ...read } : {}
}

export function listIn(json: unknown): readonly unknown[] {
  const read = parsed(json)
  return Array.isArray(read) ? read : []
}
