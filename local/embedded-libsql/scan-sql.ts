/** One statement of a text, with its parameters by position: their names with prefix, or `?`. */
export interface ScannedStatement {
  readonly sql: string
  readonly parameters: readonly string[]
}

const tokens =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'[^']*(?:'|$)|"[^"]*(?:"|$)|`[^`]*(?:`|$)|\[[^\]]*(?:\]|$)|\?\d*|[:@$][A-Za-z_0-9$\u0080-\uffff]+|;|[A-Za-z_\u0080-\uffff][A-Za-z_0-9$\u0080-\uffff]*|\d[\w.]*|\s+|[\s\S]/gy

/**
 * Splits a text into statements. SQLite itself reads only the first, silently,
 * and the native package tells nothing of parameters: it takes missing ones for NULL.
 */
export function scanSql(text: string): ScannedStatement[] {
  const statements: ScannedStatement[] = []
  let start = 0
  let parameters: string[] = []
  /** The words and semicolons so far, as far as they tell where a trigger ends. */
  let words: string[] = []

  for (const { 0: token, index } of text.matchAll(tokens)) {
    if (token === ';') {
      words.push(token)
      if (isTrigger(words) && words.at(-2) !== 'END') continue
      finish(index)
      start = index + 1
    } else if (/^[?:@$]./.test(token) || token === '?') {
      words.push(token)
      addParameter(parameters, token)
    } else if (!/^(?:\s|--|\/\*)/.test(token)) {
      words.push(token.toUpperCase())
    }
  }
  finish(text.length)
  return statements

  function finish(end: number): void {
    const isEmpty = words.every((word) => word === ';')
    if (!isEmpty) statements.push({ sql: text.slice(start, end), parameters })
    parameters = []
    words = []
  }
}

/** `END` closes a trigger only after a semicolon: elsewhere it closes a CASE. */
function isTrigger(words: readonly string[]): boolean {
  const [create, second, third] = words
  const isCreate =
    create === 'CREATE' && (second === 'TRIGGER' || (third === 'TRIGGER' && /^TEMP/.test(second ?? '')))
  return isCreate && !(words.at(-2) === 'END' && words.at(-3) === ';')
}

function addParameter(parameters: string[], token: string): void {
  const number = /^\?(\d+)$/.exec(token)?.[1]
  if (number !== undefined) {
    const position = Math.min(Number(number), 32_766)
    while (parameters.length < position) parameters.push('?')
  } else if (token === '?' || !parameters.includes(token)) {
    parameters.push(token)
  }
}
