import { bodyBytesMax, bodyMsMax } from './domain/limits.ts'
import { type Refused, refuse } from './domain/result.ts'

const tooLarge = refuse('body_too_large', { maxBytes: bodyBytesMax })
const brokenOff = refuse('invalid_request', { issues: [{ field: '', problem: 'The body broke off.' }] })
const tooSlow = refuse('body_too_slow', { seconds: bodyMsMax / 1_000 })

/**
 * The request with its whole body at hand. Its caller has a bounded number of bytes and of seconds to send it,
 * and so nobody is waited for once the request has been let in.
 */
export async function withWholeBody(request: Request): Promise<Request | Refused> {
  if (request.body === null) return request
  if (Number(request.headers.get('content-length') ?? 0) > bodyBytesMax) return tooLarge
  const reader = request.body.getReader()
  let timer: ReturnType<typeof setTimeout> | undefined
  const deadline = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), bodyMsMax)
  })
  try {
    return await readAll(request, reader, deadline)
  } catch {
    return brokenOff
  } finally {
    clearTimeout(timer)
  }
}

async function readAll(
  request: Request,
  reader: ReadableStreamDefaultReader<Uint8Array>,
  deadline: Promise<'late'>,
): Promise<Request | Refused> {
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const read = await Promise.race([reader.read(), deadline])
    if (read === 'late') return letGo(reader, tooSlow)
    if (read.done) return new Request(request, { method: request.method, body: new Blob(chunks) })
    size += read.value.byteLength
    if (size > bodyBytesMax) return letGo(reader, tooLarge)
    chunks.push(read.value)
  }
}

/** What is still to come is not waited for. */
function letGo(reader: ReadableStreamDefaultReader<Uint8Array>, refused: Refused): Refused {
  reader.cancel().catch(() => undefined)
  return refused
}
