import type { IncomingMessage } from 'node:http'
import { RequestError, malformed } from './errors.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })

export async function readJson(request: IncomingMessage, bytesMax: number): Promise<unknown> {
  return parse(await readBody(request, bytesMax))
}

async function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) throw tooLarge(bytesMax)
  const chunks: Buffer[] = []
  let bytes = 0
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      // The rest flows by unread: a client that is cut off while it sends would not see the answer.
      if (bytes > bytesMax) {
        chunks.length = 0
        reject(tooLarge(bytesMax))
      } else chunks.push(chunk)
    })
    request.on('end', () =>
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)),
    )
    request.on('error', reject)
  })
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(body))
  } catch (error) {
    throw malformed(`The request is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function tooLarge(bytesMax: number): RequestError {
  return new RequestError(413, 'REQUEST_TOO_LARGE', `A request must not have more than ${bytesMax} bytes`)
}
