import * as fc from 'fast-check'
import { bodyBytesMax } from '../../worker/domain/limits.ts'

/** What is done to the text of a body: `at` is where in it, from 0 to 1. */
export type Tamper =
  | { readonly does: 'cut' | 'double a field' | 'break UTF-8'; readonly at: number }
  | { readonly does: 'insert'; readonly at: number; readonly text: string }
  | { readonly does: 'wrap'; readonly before: string; readonly after: string }
  | { readonly does: 'instead'; readonly text: string }
  | { readonly does: 'pad'; readonly bytes: number }

const at = fc.double({ min: 0, max: 1, noNaN: true })

export const tamper: fc.Arbitrary<Tamper> = fc.oneof(
  fc.record({ does: fc.constantFrom('cut' as const, 'double a field' as const, 'break UTF-8' as const), at }),
  fc.record({
    does: fc.constant('insert' as const),
    at,
    text: fc.constantFrom(
      '\0',
      '"',
      '\\',
      '{',
      '}',
      '[',
      ',',
      ':',
      '\n',
      '\ufeff',
      '\u2028',
      '//',
      '/**/',
      '&',
      '=',
      '%',
      ' ',
    ),
  }),
  fc
    .constantFrom(
      ['[', ']'],
      ['\ufeff', ''],
      [' \n\t', '\n'],
      ['{"a":', '}'],
      ['', '{}'],
      ['', '\0'],
      ['"', '"'],
      [")]}',\n", ''],
    )
    .map(([before = '', after = '']) => ({ does: 'wrap' as const, before, after })),
  fc
    .constantFrom(
      '',
      ' ',
      'null',
      '0',
      'true',
      '""',
      '[]',
      '{}',
      '[[[',
      '{',
      '{"',
      '\ufeff',
      '\u001f\u008b',
      'a=b&a=c',
      '--x--',
      '['.repeat(30_000),
      '{"a":'.repeat(9_000),
    )
    .map((text) => ({ does: 'instead' as const, text })),
  fc
    .constantFrom(bodyBytesMax - 1, bodyBytesMax, bodyBytesMax + 1, 2 * bodyBytesMax)
    .map((bytes) => ({ does: 'pad' as const, bytes })),
)

export function tampered(text: string, todo: Tamper | undefined): Buffer {
  if (todo === undefined) return Buffer.from(text)
  switch (todo.does) {
    case 'cut':
      return Buffer.from(text.slice(0, Math.floor(todo.at * text.length)))
    case 'double a field':
      return Buffer.from(text.replace(/^\{("(?:[^"\\]|\\.)*":(?:"(?:[^"\\]|\\.)*"|[\d.]+)),/, '{$1,$1,'))
    case 'break UTF-8': {
      const bytes = Buffer.from(text)
      const place = Math.floor(todo.at * bytes.length)
      return Buffer.concat([bytes.subarray(0, place), Buffer.from([0xc3, 0x28]), bytes.subarray(place)])
    }
    case 'insert': {
      const place = Math.floor(todo.at * text.length)
      return Buffer.from(text.slice(0, place) + todo.text + text.slice(place))
    }
    case 'wrap':
      return Buffer.from(todo.before + text + todo.after)
    case 'instead':
      return Buffer.from(todo.text)
    case 'pad':
      return Buffer.from(text.padEnd(todo.bytes))
  }
}
