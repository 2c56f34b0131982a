import type { HonoRequest } from 'hono'
import { bodyBytesMax, bodyMsMax } from './domain/limits.ts'
import { type Refused, refuse } from './domain/result.ts'
import type { RequestClock } from './request-clock.ts'

const tooLarge = refuse('body_too_large', { maxBytes: bodyBytesMax })
const brokenOff = refuse('invalid_request', { issues: [{ field: '', problem: 'The body broke off.' }] })
const tooSlow = refuse('body_too_slow', { seconds: bodyMsMax / 1_000 })

/** A form of parts is taken apart as bytes; everything else is text. */
const isForm = /^\s*multipart\/form-data/i

/**
 * Has a request's whole body arrive, to be had from `req` from then on. Its caller has a bounded number of bytes and
 * of seconds to send it, and so nobody is waited for once the request has been let in.
 */
export async function receiveBody(req: HonoRequest, clock: RequestClock): Promise<Refused | undefined> {
  const length = Number(req.header('content-length') ?? Number.NaN)
  if (length > bodyBytesMax) return tooLarge
  try {
    // A body whose length is known is read by the runtime in one go, which takes a fifth of reading it by chunks.
    if (Number.isNaN(length)) return await readChunks(req, clock)
    const body = isForm.test(req.header('content-type') ?? '') ? req.arrayBuffer() : req.text()
    return (await clock.within<unknown>(bodyMsMax, body)) === 'late' ? tooSlow : undefined
  } catch {
    return brokenOff
  }
}

async function readChunks(req: HonoRequest, clock: RequestClock): Promise<Refused | undefined> {
  const { body } = req.raw
  if (body === null) return undefined
  const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const read = await clock.within(bodyMsMax, reader.read())
    if (read === 'late') return letGo(reader, tooSlow)
    if (read.done) break
    size += read.value.byteLength
    if (size > bodyBytesMax) return letGo(reader, tooLarge)
    chunks.push(read.value)
  }
  req.raw = new Request(req.raw, { method: req.method, body: new Blob(chunks) })
  return undefined
}

/** What is still to come is not waited for. */
function letGo(reader: ReadableStreamDefaultReader<Uint8Array>, refused: Refused): Refused {
  reader.cancel().catch(() => undefined)
  return refused
}
