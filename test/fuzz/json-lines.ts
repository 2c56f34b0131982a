import * as z from 'zod'

/**
 * The answers of a batch in tRPC's `application/jsonl`: a head that says which chunk answers which call,
 * then the chunks, each with more chunks in it. Undefined where the text is nothing like it.
 */
export function readJsonLines(text: string): unknown[] | undefined {
  try {
    const [head, ...lines] = text
      .split('\n')
      .flatMap((line) => (line.trim() === '' ? [] : [JSON.parse(line)]))
    const chunks = new Map(lines.map((line) => chunk.parse(line)).map(([id, , value]) => [id, value]))
    return Object.values(z.record(z.string(), z.unknown()).parse(head)).map((value) => decode(value, chunks))
  } catch {
    return undefined
  }
}

const isFulfilled = z.literal(0)
const chunk = z.tuple([z.int(), isFulfilled, z.unknown()])
const reference = z.tuple([z.string().nullable(), z.int(), z.int()])
const encoded = z.tuple([z.array(z.unknown())], reference)

function decode(value: unknown, chunks: ReadonlyMap<number, unknown>): unknown {
  const [[data], ...references] = encoded.parse(value)
  return references.reduce<unknown>((whole, [key, , id]) => {
    const part = decode(chunks.get(id), chunks)
    return key === null ? part : { ...Object(whole), [key]: part }
  }, data)
}
