/**
 * Who asks, as far as anybody knows: the address. Cloudflare tells it in a header, which nobody can forge there; workerd
 * by itself tells it beside the request.
 */
export function addressOf({ cf, headers }: Request): string {
  const local: unknown = cf?.['clientIp']
  return typeof local === 'string'
    ? local.replace(/:\d+$/, '')
    : (headers.get('cf-connecting-ip') ?? 'unknown')
}
