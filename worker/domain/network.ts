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
