/** A backslash that is not escaped itself, before a pair of surrogates, or before what is not a character. */
const escapes =
  /(?<!\\)(?:\\\\)*\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|(u[dD][89a-fA-F][\da-fA-F]{2}|u0000))/g

/*
 * The native library aborts the whole process when it reads text that is not valid UTF-8, and cuts text at a NUL.
 * SQLite writes both without a word, also out of JSON escapes. So neither gets in.
 */
export function unstorable(text: string): string | undefined {
  if (text.includes('\0')) return 'contains a NUL character'
  if (!text.isWellFormed()) return 'contains half of a surrogate pair'
  if (!text.includes('\\u')) return undefined
  for (const [, fault] of text.matchAll(escapes)) {
    if (fault !== undefined) return `contains the JSON escape \\${fault}, which is not a character`
  }
  return undefined
}
