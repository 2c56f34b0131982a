interface Line {
  readonly event: string
  readonly [fact: string]: unknown
}

/** One line of JSON, as Cloudflare's logs take it apart and as `npm start` prints it. Never a name, a phone, a key or a whole booking's id. */
export function log(line: Line): void {
  console.log(JSON.stringify(line))
}

/** The same, of what somebody should look at. */
export function logError(line: Line): void {
  console.error(JSON.stringify(line))
}
