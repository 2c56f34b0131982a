import { createHmac } from 'node:crypto'
import { type Sealer, keyNameLength, keyNameText } from '../../worker/history/sealer.ts'

/** The same seals as the Worker's, without a turn of the event loop for each. */
export function nodeSealer(secret: string): Sealer {
  const name = createHmac('sha256', secret).update(keyNameText).digest('hex').slice(0, keyNameLength)
  return {
    key: name,
    mac: (previous, entry) =>
      createHmac('sha256', secret).update(`${previous}\n`).update(new Uint8Array(entry)).digest('base64url'),
  }
}
