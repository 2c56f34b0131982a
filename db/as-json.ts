/**
 * Text that somebody chose, for a statement that reads it by `->> '$'`. As it stands it could be JSON of what cannot be stored,
 * such as `"\\u0000"`, which the embedded server refuses wherever it comes; within JSON it is only text.
 */
export function asJson(text: string): string {
  return JSON.stringify(text)
}

/** The same, where there may be none: SQL's `->>` makes NULL of NULL. */
export function asJsonOrNull(text: string | null | undefined): string | null {
  return text == null ? null : asJson(text)
}
