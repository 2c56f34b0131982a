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
