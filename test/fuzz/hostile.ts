import * as fc from 'fast-check'
import * as limits from '../../worker/domain/limits.ts'

/** Whatever the service bounds is tried at its bound, one below and one above: a new limit is tried without being listed. */
const lengthMax = 70_000
const bounds = Object.values(limits).filter((limit) => limit <= lengthMax)
const boundary = fc.constantFrom(...new Set(bounds.flatMap((limit) => [limit - 1, limit, limit + 1])))

const texts = [
  '',
  ' ',
  '\t\n',
  '\0',
  'A\0B',
  'A\nB',
  '\u007f',
  '\u0085',
  '\u200b',
  '\u202eoob',
  '\ufeff',
  '\ud800',
  'x\udc00y',
  '\udc00\ud800',
  '👩‍👩‍👧‍👦',
  'é'.normalize('NFD'),
  'ﷺ',
  '０１２３',
  '٣:٣٠',
  'NaN',
  'Infinity',
  '-0',
  '1e400',
  '0x10',
  '00',
  '1.0',
  'null',
  'undefined',
  'true',
  '[object Object]',
  '{}',
  '[]',
  "'; DROP TABLE bookings; --",
  "' OR '1'='1",
  '%',
  '_',
  '%00',
  '%ff',
  '../../etc',
  '\\',
  '"',
  "'",
  '<script>',
  '${1}',
  '{{1}}',
  '\\u0000',
  '"\\ud800"',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'A1,A2',
  'A1,',
  ',',
  'a1',
  'A01',
  'main',
  '2026-02-30',
  '2024-02-29',
  '0000-01-01',
  '9999-12-31',
  '-271821-04-20',
  '2026-1-1',
  '24:00',
  '23:60',
  '00:00',
  '12:00 PM',
  '0:00 am',
  'main-20261399T1830Z',
  'main-99991231T2359Z',
  'main-00000101T0000Z',
  '-20270101T1830Z',
  'bk_',
  `bk_${'z'.repeat(33)}`,
  `bk_${'z'.repeat(34)}`,
] as const

/** Put into the JSON text as they stand, since no value of JavaScript is written so. */
const raws = [
  '1e999',
  '-1e999',
  '1e-999',
  '123456789012345678901234567890',
  '-0',
  '1E2',
  '0.1e1',
  '"\\ud800"',
  '"\\u0000"',
  'NaN',
  '01',
  '+1',
  '.5',
  '1.',
  '"\t"',
  "'x'",
]

const numbers = [
  0,
  -1,
  1,
  1.5,
  20,
  21,
  100,
  101,
  2 ** 31,
  2 ** 32,
  2 ** 53 - 1,
  2 ** 53,
  2 ** 53 + 2,
  2 ** 63,
  -(2 ** 63),
  1e21,
  1e308,
  5e-324,
]

export const hostileText = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<string>(...texts) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('x', '7', 'é', '😀', ' ', '\u0301'), boundary)
      .map(([unit, n]) => unit.repeat(Math.max(n, 0)).slice(0, lengthMax)),
  },
)

export const hostileKey = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'then',
    'toJSON',
    'seat',
    'status',
    'version',
    'id',
    '',
    '0',
    'length',
  ),
  fc.string({ maxLength: 20 }),
)

const nested = fc
  .tuple(fc.constantFrom(['[', ']'], ['{"a":', '}']), fc.constantFrom(10, 200, 3_000, 9_000))
  .map(([[open, close], depth]) => `@raw:${open.repeat(depth)}1${close.repeat(depth)}`)

export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: hostileText },
  { weight: 3, arbitrary: fc.constantFrom(...numbers) },
  { weight: 2, arbitrary: fc.constantFrom(null, true, false, [], {}, [null], [[]], { $ne: null }) },
  { weight: 2, arbitrary: fc.constantFrom(...raws).map((raw) => `@raw:${raw}`) },
  { weight: 1, arbitrary: nested },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('A1', '', 7, null), boundary)
      .map(([item, n]) => Array(Math.min(Math.max(n, 0), 600)).fill(item)),
  },
)
