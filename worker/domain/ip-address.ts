import ipaddr from 'ipaddr.js'
import { addressLengthMax } from './limits.ts'

/** The one way to write an IP address that can be written in many, IPv4 within IPv6 as IPv4; undefined where it is none. */
export function canonicalAddress(text: string): string | undefined {
  if (text.length > addressLengthMax) return undefined
  // Fewer than four numbers, or octal ones, are an address to some and none to others; a zone means nothing elsewhere.
  const isAddress =
    ipaddr.IPv4.isValidFourPartDecimal(text) || (ipaddr.IPv6.isValid(text) && !text.includes('%'))
  return isAddress ? ipaddr.process(text).toString() : undefined
}

/** Whom an address belongs to: of IPv6, all of a network of 64 bits, which is what one house has. */
export function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address
  const [left, right] = address.split('::').map((side) => side.split(':').filter((group) => group !== ''))
  const missing = right === undefined ? 0 : 8 - (left?.length ?? 0) - right.length
  const groups = [...(left ?? []), ...Array.from({ length: missing }, () => '0'), ...(right ?? [])]
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
