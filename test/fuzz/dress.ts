import * as fc from 'fast-check'
import { type Tamper, tamper } from './tamper.ts'

/** All that can be odd about a request, whatever it asks for. */
export interface Dress {
  readonly form: 'json' | 'form' | 'multipart'
  readonly headers: Readonly<Record<string, string>>
  readonly method: string | undefined
  readonly tamper: Tamper | undefined
  readonly showsKey: boolean
}

/** What stands for the staff key of the house: nobody knows it when the plans are made. */
export const staffKeyMark = 'Bearer @staff-key'

export const methods = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'PURGE',
  'PROPFIND',
  'BREW',
]

const oddHeaders: fc.Arbitrary<Record<string, string>> = fc.oneof(
  fc.constantFrom<Record<string, string>>(
    { 'content-type': 'application/json' },
    { 'content-type': 'application/JSON; charset=utf-16' },
    { 'content-type': 'text/plain;charset=UTF-8' },
    { 'content-type': 'application/x-www-form-urlencoded' },
    { 'content-type': 'multipart/form-data' },
    { 'content-type': 'multipart/form-data; boundary=' },
    { 'content-type': 'application/octet-stream' },
    { 'content-type': '' },
    { 'content-type': ';;;=' },
    { 'content-encoding': 'gzip' },
    { 'content-encoding': 'gzip, br, nonsense' },
    { accept: 'text/event-stream' },
    { accept: 'application/jsonl' },
    { accept: 'application/xml;q=0' },
    { 'trpc-accept': 'application/jsonl' },
    { 'idempotency-key': '"a quoted key, and more"' },
    { 'idempotency-key': '' },
    { cookie: 'a=b; __proto__=1' },
    { range: 'bytes=0-1' },
    { 'if-none-match': '*' },
    { 'x-forwarded-host': 'evil.example' },
    { authorization: 'Bearer nonsense' },
    { authorization: 'Basic c3RhZmY6a2V5' },
    { authorization: `Bearer mqk_${'0'.repeat(10)}_${'0'.repeat(32)}_${'0'.repeat(7)}` },
    { authorization: '' },
    { 'cf-ray': '0123456789abcdef-EVL' },
    { 'x-request-id': 'mine' },
    { 'x-forwarded-for': '192.0.2.1' },
  ),
  fc.string({ minLength: 0, maxLength: 200 }).map((key) => ({ 'idempotency-key': key })),
)

const foreignHeaders = fc.constantFrom<Record<string, string>>(
  { origin: 'http://evil.example' },
  { origin: 'null' },
  { origin: 'http://127.0.0.1' },
  { host: 'evil.example' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
)

/** Undefined, but for one time among so many. */
export function seldom<T>(arbitrary: fc.Arbitrary<T>, among: number): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: among - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })
}

export const dress: fc.Arbitrary<Dress> = fc.record({
  form: fc.oneof(
    { weight: 6, arbitrary: fc.constant('json' as const) },
    { weight: 1, arbitrary: fc.constantFrom('form' as const, 'multipart' as const) },
  ),
  headers: fc
    .tuple(seldom(oddHeaders, 8), seldom(foreignHeaders, 40))
    .map((parts) => Object.assign({}, ...parts)),
  method: seldom(fc.constantFrom(...methods), 40),
  tamper: seldom(tamper, 10),
  showsKey: fc.integer({ min: 1, max: 4 }).map((quarter) => quarter > 1),
})
