/**
 * Where a request comes from that a local server must not serve; undefined where it may.
 * Any web page can post text/plain to this machine, and by DNS rebinding read what it answers.
 * With no hosts named, as at the edge, everybody may come.
 */
export function isForeign(
  request: Request,
  { allowedHosts, corsOrigins }: { allowedHosts: readonly string[]; corsOrigins: readonly string[] },
): string | undefined {
  if (allowedHosts.length === 0) return undefined
  if (!allowedHosts.includes(writtenHostOf(request.url))) {
    const host = hostOf(request.url)
    // `OPTIONS * HTTP/1.1` is a request too, and its address is no URL.
    if (!allowedHosts.includes(host)) return host || 'an address without a host'
  }
  const origin = request.headers.get('origin')
  if (origin !== null && corsOrigins.includes(origin)) return undefined
  const site = request.headers.get('sec-fetch-site')
  if (origin === 'null' && (site === 'same-origin' || (site === null && isSecretPage(request))))
    return undefined
  if (origin !== null && !allowedHosts.includes(hostOf(origin))) return origin
  const isOwn = site === null || site === 'same-origin' || site === 'none'
  return isOwn || isFollowedLink(request) ? undefined : 'another web page'
}

/**
 * A page whose address is a secret tells it to nobody, so its forms come from no origin. Whoever knows the address may use
 * it; browsers say beside it that they are on the same site, except over plain HTTP.
 */
function isSecretPage({ url }: Request): boolean {
  return URL.canParse(url) && /^\/(?:b|holds)\//.test(new URL(url).pathname)
}

/** A link on another page may lead here: what is read by GET changes nothing. */
function isFollowedLink({ method, headers }: Request): boolean {
  return method === 'GET' && headers.get('sec-fetch-mode') === 'navigate'
}

/** The host as it stands there, which is nearly always how an allowed one is written: to parse each URL would take longer. */
function writtenHostOf(url: string): string {
  return /^https?:\/\/([^/?#]*)/.exec(url)?.[1] ?? ''
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : ''
}
