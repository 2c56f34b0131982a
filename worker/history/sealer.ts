/** Makes seals under one key. The one of Node is `local/history/node-sealer.ts`: it makes a million in some seconds. */
export interface Sealer {
  /** Names the key, without telling it. */
  readonly key: string
  /** The seal of an entry that follows one; of the very first, what it follows is empty. */
  mac(previous: string, entry: ArrayBuffer): string | Promise<string>
}

/** What is made a MAC of, beside entries, to name a key; no entry begins so. */
export const keyNameText = 'the name of this key'
export const keyNameLength = 8

export async function webSealer(secret: string): Promise<Sealer> {
  const bytes = new TextEncoder()
  const key = await crypto.subtle.importKey(
    'raw',
    bytes.encode(secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  )
  const sign = async (data: Uint8Array<ArrayBuffer>): Promise<Uint8Array> =>
    new Uint8Array(await crypto.subtle.sign('HMAC', key, data))
  const name = (await sign(Uint8Array.from(bytes.encode(keyNameText)))).toHex().slice(0, keyNameLength)
  return {
    key: name,
    mac: async (previous, entry) => {
      const before = bytes.encode(`${previous}\n`)
      const data = new Uint8Array(before.length + entry.byteLength)
      data.set(before)
      data.set(new Uint8Array(entry), before.length)
      return (await sign(data)).toBase64({ alphabet: 'base64url', omitPadding: true })
    },
  }
}
