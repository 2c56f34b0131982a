import type { HonoRequest } from 'hono'
import { bodyBytesMax, bodyMsMax } from './domain/limits.ts'
import { type Refused, refuse } from './domain/result.ts'

const tooLarge = refuse('body_too_large', { maxBytes: bodyBytesMax })
const brokenOff = refuse('invalid_request', { issues: [{ field: '', problem: 'The body broke off.' }] })
const tooSlow = refuse('body_too_slow', { seconds: bodyMsMax / 1_000 })

/**
 * Has a request's whole body arrive, to be had from `req` from then on. Its caller has a bounded number of bytes and
 * of seconds to send it, and so nobody is waited for once the request has been let in.
 */
export async function receiveBody(req: HonoRequest): Promise<Refused | undefined> {
  const length = Number(req.header('content-length') ?? Number.NaN)
  if (length > bodyBytesMax) return tooLarge
  let timer: ReturnType<typeof setTimeout> | undefined
  const deadline = new Promise<Refused>((resolve) => {
    timer = setTimeout(() => resolve(tooSlow), bodyMsMax)
  })
  try {
    // A body whose length is known is read by the runtime at once, which is five times as fast as by chunks.
    return await (Number.isNaN(length) ? readChunks(req, deadline) : Promise.race([readWhole(req), deadline]))
  } catch {
    return brokenOff
  } finally {
    clearTimeout(timer)
  }
}

async function readWhole(req: HonoRequest): Promise<undefined> {
  await req.arrayBuffer()
}

async function readChunks(req: HonoRequest, deadline: Promise<Refused>): Promise<Refused | undefined> {
  const { body } = req.raw
  if (body === null) return undefined
  const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const read = await Promise.race([reader.read(), deadline])
    if ('ok' in read) return letGo(reader, read)
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
