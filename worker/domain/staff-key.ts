/**
 * A staff key as text: `mqk_<id>_<secret>_<checksum>`. Scanners find one that leaked by its form, and its checksum tells it from
 * what only looks alike, without asking anybody.
 */
export const staffKeyPattern =
  /^(?<id>mqk_[0-9a-hjkmnp-tv-z]{10})_[0-9a-hjkmnp-tv-z]{32}_(?<checksum>[0-9a-hjkmnp-tv-z]{7})$/

/** The first part of each key: it names the key, and is no secret. */
export type StaffKeyId = `mqk_${string}`

/** Without look-alikes; each letter is five bits. */
const letters = '0123456789abcdefghjkmnpqrstvwxyz'
const idLength = 10
/** 160 bits. */
const secretLength = 32
const checksumLength = 7

/** Writes a key from random bytes: one for each letter of its id and of its secret. */
export function writeStaffKey(bytes: { readonly id: Uint8Array; readonly secret: Uint8Array }): {
  readonly id: StaffKeyId
  readonly key: string
} {
  const id: StaffKeyId = `mqk_${lettersOf(bytes.id, idLength)}`
  const unchecked = `${id}_${lettersOf(bytes.secret, secretLength)}`
  return { id, key: `${unchecked}_${checksumOf(unchecked)}` }
}

/** The id of a key that is whole; undefined where it is none, or was cut off or mistyped. */
export function readStaffKey(key: string): string | undefined {
  const { id, checksum } = staffKeyPattern.exec(key)?.groups ?? {}
  return checksum === checksumOf(key.slice(0, -checksumLength - 1)) ? id : undefined
}

function lettersOf(bytes: Uint8Array, length: number): string {
  if (bytes.length < length) throw new Error(`${bytes.length} bytes make no ${length} letters`)
  return Array.from(bytes.subarray(0, length), (byte) => letters.charAt(byte % letters.length)).join('')
}

function checksumOf(text: string): string {
  let rest = crc32(text)
  let written = ''
  for (let length = 0; length < checksumLength; length += 1) {
    written = letters.charAt(rest % letters.length) + written
    rest = Math.floor(rest / letters.length)
  }
  return written
}

/** The CRC-32 of zlib and PNG. */
function crc32(text: string): number {
  let crc = 0xffff_ffff
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1
  }
  return ~crc >>> 0
}
