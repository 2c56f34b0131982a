/** An HMAC of a parsed request: two requests are the same exactly where their fingerprints are. */
export function fingerprinter(secret: string): (operation: string, request: object) => Promise<string> {
  const bytes = new TextEncoder()
  let key: CryptoKey | undefined
  return async (operation, request) => {
    key ??= await crypto.subtle.importKey(
      'raw',
      bytes.encode(secret),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['sign'],
    )
    const mac = await crypto.subtle.sign('HMAC', key, bytes.encode(JSON.stringify([operation, request])))
    return new Uint8Array(mac).toBase64()
  }
}
