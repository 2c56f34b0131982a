import * as fc from 'fast-check'

const pieces = fc.constantFrom(
  '',
  '/',
  '//',
  '.',
  '..',
  'book',
  'view',
  'update',
  'delete',
  'trpc',
  'booking.get',
  'booking.create',
  'Book',
  'view?',
  '?',
  '?date=%zz',
  '?input=%',
  '?batch=1',
  '?input={',
  '&',
  '#',
  '%',
  '%2',
  '%zz',
  '%00',
  '%2f',
  '%2e%2e',
  '%E0%A4%A',
  '%ff%fe',
  '%C3%A9',
  ';',
  ',',
  '*',
  '\\',
  "'",
  '"',
  '<',
  '{',
  '__proto__',
  'constructor',
  'x'.repeat(300),
  'cdn-cgi/handler',
  '\u00ff',
  '\u0080',
  'favicon.ico',
  '.env',
  'v1',
  'v1/bookings',
  'v1/showings',
  'seats',
  'problems',
  '@',
  ':80',
)

/** A booking's and a ticket's: they answer with pages, also where there is no such booking. */
const isOfPage = /^\/[bt]\//

/** Addresses that lead nowhere, and some that nearly lead somewhere. */
export const strayPath = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .array(pieces, { minLength: 1, maxLength: 5 })
      .map((all) => `/${all.join('/').replaceAll('/?', '?')}`),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '*',
      '/'.repeat(2_000),
      `/trpc/${'a,'.repeat(400)}`,
      `/${'y'.repeat(70_000)}`,
      '/trpc',
      '/view/',
      '/delete/',
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .string({ unit: 'grapheme-ascii', maxLength: 60 })
      .map((text) => `/${text.replaceAll(' ', '+')}`)
      .filter((path) => !isOfPage.test(path)),
  },
)
