import { describe, expect, it } from 'vitest'
import { batonOf, testServer } from './setup/server.ts'

const close = { type: 'close' }
const execute = (sql: string, more: object = {}): object => ({ type: 'execute', stmt: { sql, ...more } })

describe('access', () => {
  it('needs the token', async () => {
    await using server = await testServer()
    const wrong = server.client({ authToken: 'another' }).execute('SELECT 1')
    await expect(wrong).rejects.toMatchObject({ code: 'AUTH_TOKEN_INVALID' })
    for (const authorization of ['', 'Bearer', 'Bearer ', 'a token for tests', 'bearer a token for tests ']) {
      expect(await server.post({ requests: [] }, { authorization })).toMatchObject({
        status: 401,
        json: { message: expect.any(String), code: 'AUTH_TOKEN_INVALID' },
      })
    }
  })

  it('is not needed to see that the server lives', async () => {
    await using server = await testServer()
    for (const path of ['/health', '/v2']) expect((await fetch(server.url + path)).status).toBe(200)
    expect((await fetch(`${server.url}/v3/cursor`, { method: 'POST' })).status).toBe(404)
    expect((await fetch(`${server.url}/v2/pipeline`)).status).toBe(405)
  })
})

describe('a malformed request', () => {
  it.each([
    '',
    '{',
    'null',
    '[]',
    '{}',
    '{"requests":1}',
    '{"baton":1,"requests":[]}',
    '{"requests":[{"type":"explode"}]}',
    '{"requests":[{"type":"execute"}]}',
    '{"requests":[{"type":"execute","stmt":{}}]}',
    '{"requests":[{"type":"execute","stmt":{"sql":"SELECT 1","sql_id":1}}]}',
    '{"requests":[{"type":"execute","stmt":{"sql_id":1}}]}',
    '{"requests":[{"type":"execute","stmt":{"sql":"SELECT ?","args":[true]}}]}',
    '{"requests":[{"type":"execute","stmt":{"sql":"SELECT ?","args":[{"type":"integer","value":1}]}}]}',
    '{"requests":[{"type":"execute","stmt":{"sql":"SELECT ?","args":[{"type":"integer","value":"9223372036854775808"}]}}]}',
    '{"requests":[{"type":"execute","stmt":{"sql":"SELECT ?","args":[{"type":"blob","base64":"!"}]}}]}',
    '{"requests":[{"type":"batch","batch":{"steps":[{"condition":{"type":"ok","step":0},"stmt":{"sql":"SELECT 1"}}]}}]}',
    `{"requests":[{"type":"batch","batch":{"steps":[{"condition":${'{"type":"not","cond":'.repeat(5000)}null${'}'.repeat(5000)},"stmt":{"sql":"SELECT 1"}}]}}]}`,
    '['.repeat(1_000_000),
  ])('%.80s is refused with its reason', async (body) => {
    await using server = await testServer()
    expect(await server.post(body)).toMatchObject({
      status: 400,
      json: { message: expect.any(String), code: 'MALFORMED_REQUEST' },
    })
  })
})

describe('a stream', () => {
  it('goes on under a new baton with each answer', async () => {
    await using server = await testServer()
    const first = await server.post({ requests: [execute('BEGIN'), { type: 'get_autocommit' }] })
    const baton = batonOf(first)
    expect(first.json).toMatchObject({
      baton: expect.any(String),
      base_url: null,
      results: [{}, { response: { is_autocommit: false } }],
    })
    const second = await server.post({ baton, requests: [close] })
    expect(second.json).toMatchObject({ baton: null })
    expect(await server.post({ baton, requests: [close] })).toMatchObject({
      status: 400,
      json: { code: 'BATON_INVALID' },
    })
  })

  it('takes nothing after its end', async () => {
    await using server = await testServer()
    expect(await server.post({ requests: [close, execute('SELECT 1')] })).toMatchObject({ status: 400 })
  })

  it('keeps SQL texts by id', async () => {
    await using server = await testServer()
    const requests = [
      { type: 'store_sql', sql_id: -1, sql: 'SELECT 5 AS five' },
      { type: 'execute', stmt: { sql_id: -1 } },
      { type: 'close_sql', sql_id: -1 },
      { type: 'close_sql', sql_id: -1 },
      close,
    ]
    const { json } = await server.post({ requests })
    expect(json).toMatchObject({
      results: [{}, { response: { result: { rows: [[{ type: 'integer', value: '5' }]] } } }, {}, {}, {}],
    })
  })

  it('leaves nothing of its own to the next one', async () => {
    await using server = await testServer()
    const client = server.client()
    await client.execute('CREATE TEMP TABLE mine (n)')
    await expect(client.execute('SELECT * FROM mine')).rejects.toThrow('no such table')
    await client.execute('PRAGMA foreign_keys = OFF')
    expect((await client.execute('PRAGMA foreign_keys')).rows[0]?.['foreign_keys']).toBe(1)
    await server.post({ requests: [execute('BEGIN IMMEDIATE'), close] })
    await client.execute('CREATE TABLE t (n)')
  })
})

describe('a batch', () => {
  it('follows every kind of condition', async () => {
    await using server = await testServer()
    const ok = { type: 'ok', step: 0 }
    const error = { type: 'error', step: 1 }
    const step = (condition: object | null, sql = 'SELECT 1'): object => ({ condition, stmt: { sql } })
    const steps = [
      step(null),
      step(ok, 'SELECT * FROM nowhere'),
      step(error),
      step({ type: 'not', cond: ok }),
      step({ type: 'and', conds: [ok, error] }),
      step({ type: 'and', conds: [ok, { type: 'not', cond: error }] }),
      step({ type: 'or', conds: [{ type: 'not', cond: ok }, error] }),
      step({ type: 'is_autocommit' }, 'BEGIN'),
      step({ type: 'is_autocommit' }),
      step({ type: 'ok', step: 8 }),
      step({ type: 'error', step: 8 }),
    ]
    const { json } = await server.post({ requests: [{ type: 'batch', batch: { steps } }, close] })
    const done = expect.objectContaining({ rows: expect.any(Array) })
    const failed = expect.objectContaining({ message: expect.stringContaining('no such table') })
    const result = {
      step_results: [done, null, done, null, done, null, done, done, null, null, null],
      step_errors: [null, failed, ...Array.from({ length: 9 }, () => null)],
    }
    expect(json).toMatchObject({ results: [{ response: { type: 'batch', result } }, { type: 'ok' }] })
  })
})

describe('a statement that is only described', () => {
  it('tells its parameters and columns', async () => {
    await using server = await testServer()
    await server.client().execute('CREATE TABLE t (a INTEGER, b TEXT)')
    const describing = (sql: string): object => ({ type: 'describe', sql })
    const { json } = await server.post({
      requests: [
        describing('SELECT a, b, ?, :x, ?4 FROM t'),
        describing('EXPLAIN DELETE FROM t'),
        describing('DELETE FROM t'),
        close,
      ],
    })
    const described = (result: object): object => ({ type: 'ok', response: { type: 'describe', result } })
    expect(json).toMatchObject({
      results: [
        described({
          params: [{ name: null }, { name: ':x' }, { name: null }, { name: '?4' }],
          cols: [{ name: 'a', decltype: 'INTEGER' }, { name: 'b', decltype: 'TEXT' }, {}, {}, {}],
          is_explain: false,
          is_readonly: true,
        }),
        described({ is_explain: true, is_readonly: true }),
        described({ params: [], cols: [], is_explain: false, is_readonly: false }),
        {},
      ],
    })
  })
})

describe('an answer', () => {
  it('has no rows where none are wanted', async () => {
    await using server = await testServer()
    const { json } = await server.post({ requests: [execute('SELECT 1 AS n', { want_rows: false }), close] })
    expect(json).toMatchObject({
      results: [{ response: { result: { cols: [{ name: 'n' }], rows: [] } } }, {}],
    })
  })

  it('carries infinity, and base64 with and without padding', async () => {
    await using server = await testServer()
    expect((await server.client().execute('SELECT 9e999 AS inf, -9e999 AS neg')).rows[0]).toMatchObject({
      inf: Infinity,
      neg: -Infinity,
    })
    const args = ['AQ', 'AQ=='].map((base64) => ({ type: 'blob', base64 }))
    const { json } = await server.post({ requests: [execute('SELECT ?, ?', { args }), close] })
    const one = { type: 'blob', base64: 'AQ' }
    expect(json).toMatchObject({ results: [{ response: { result: { rows: [[one, one]] } } }, {}] })
  })
})
