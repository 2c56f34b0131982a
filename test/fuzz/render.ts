import { type Dress, staffKeyMark } from './dress.ts'
import type { Memory } from './memory.ts'
import type { Plan, PlannedCall } from './plan.ts'
import { type ClassicRoute, type RestRoute, classicRoutes, restRoutes } from './routes.ts'
import { tampered } from './tamper.ts'
import type { Call, WireRequest } from './wire.ts'

const boundary = 'a-boundary-of-the-fuzz'
const queryLengthMax = 12_000

/** Request number `n` as it goes out; undefined where there is nothing yet to send again. */
export function render(plan: Plan, n: number, memory: Memory): WireRequest | undefined {
  switch (plan.kind) {
    case 'classic': {
      const { body, query, parameter, key } = plan.fields
      const resolved = [body, query, parameter, key].map((fields) => memory.resolve(fields, n))
      return renderClassic(plan.route, resolved, plan.dress)
    }
    case 'rpc':
      return renderRpc(
        plan.calls.map(({ procedure, input }) => ({ procedure, input: memory.resolve(input, n) })),
        plan.isBatch,
        plan.dress,
      )
    case 'rest':
      return renderRest(plan.route, memory.resolve(plan.input, n), plan.dress)
    case 'stray':
      return renderStray(plan.method, plan.path, plan.dress)
    case 'again':
      return memory.again(plan.ago)
  }
}

function renderClassic(
  route: ClassicRoute,
  [body, query, parameter, key]: readonly unknown[],
  dress: Dress,
): WireRequest {
  const content = body === undefined ? undefined : contentOf(body, dress)
  const named = key === undefined ? {} : { 'idempotency-key': asText(key) }
  const headers = { ...content?.headers, ...named, ...dressed(dress) }
  const path = route.path.replace(/:\w+/, () => segment(asText(parameter))) + searchOf(query)
  const method = dress.method ?? route.method
  const asked = classicRoutes.find((one) => one.path === route.path && one.method === method)
  const call: Call = {
    label: asked?.label ?? 'another method',
    route: asked,
    fields: content?.fields ?? (query === undefined ? { parameter } : query),
    key: headers['idempotency-key']?.trim().replace(/^"(.*)"$/, '$1'),
  }
  return {
    ...common(headers),
    method,
    path,
    body: content?.bytes,
    face: 'classic',
    isBatch: false,
    calls: [call],
  }
}

interface Content {
  readonly bytes: Buffer
  readonly headers: Readonly<Record<string, string>>
  /** What a reader finds in them. */
  readonly fields: unknown
}

function contentOf(body: unknown, { form, tamper }: Dress): Content {
  if (form === 'json' || typeof body !== 'object' || body === null) {
    const bytes = tampered(json(body), tamper)
    return { bytes, headers: { 'content-type': 'text/plain' }, fields: parsed(bytes) }
  }
  const pairs = Object.entries(body).map(([field, value]): [string, string] => [field, asText(value)])
  if (form === 'form') {
    const bytes = tampered(new URLSearchParams(pairs).toString(), tamper)
    const fields = Object.fromEntries(new URLSearchParams(textOf(bytes)))
    return { bytes, headers: { 'content-type': 'application/x-www-form-urlencoded' }, fields }
  }
  const parts = pairs.map(
    ([field, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`,
  )
  const bytes = Buffer.from(`${parts.join('')}--${boundary}--\r\n`)
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` }
  const fields = Object.fromEntries(pairs.map(([field, value]) => [field, value.toWellFormed()]))
  return { bytes, headers, fields }
}

function renderRpc(calls: readonly PlannedCall[], isBatch: boolean, dress: Dress): WireRequest {
  const mutates = calls.some(({ procedure }) => procedure.type === 'mutation')
  const method = dress.method ?? (mutates ? 'POST' : 'GET')
  const inputs = calls.map(({ input }) => input)
  const text = json(isBatch ? Object.fromEntries(inputs.entries()) : inputs[0])
  const bytes = tampered(text, dress.tamper)
  const search = new URLSearchParams(isBatch ? { batch: '1' } : {})
  if (method === 'GET') search.set('input', bytes.toString().slice(0, queryLengthMax))
  const sent = method === 'GET' ? parsed(Buffer.from(search.get('input') ?? '')) : parsed(bytes)
  return {
    ...common({ 'content-type': 'application/json', ...dressed(dress) }),
    method,
    path: `/trpc/${calls.map(({ procedure }) => procedure.name).join(',')}${search.size > 0 ? '?' : ''}${search.toString()}`,
    body: method === 'GET' ? undefined : bytes,
    face: 'rpc',
    isBatch,
    calls: calls.map(({ procedure }, index) => {
      const fields = isBatch ? Object(sent)[index] : sent
      return { label: procedure.label, route: procedure, fields, key: keyIn(fields) }
    }),
  }
}

function renderRest(route: RestRoute, input: unknown, dress: Dress): WireRequest {
  const fields = new Map(Object.entries(typeof input === 'object' && input !== null ? input : {}))
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = fields.get(name)
    fields.delete(name)
    return segment(asText(value ?? ''))
  })
  const key = fields.get('idempotencyKey')
  if (key !== undefined) fields.delete('idempotencyKey')
  const named = key === undefined ? {} : { 'idempotency-key': headerOf(asText(key)) }
  const left = fields.size > 0 || typeof input === 'object' ? Object.fromEntries(fields) : input
  const isRead = route.method === 'GET'
  const hasBody = !isRead && (fields.size > 0 || route.method === 'POST')
  const content = hasBody ? contentOf(left, { ...dress, form: 'json' }) : undefined
  const headers = { ...content?.headers, ...named, ...dressed(dress) }
  const method = dress.method ?? route.method
  const answering = method === 'HEAD' ? 'GET' : method
  const asked = restRoutes.find((one) => one.path === route.path && one.method === answering)
  return {
    ...common(headers),
    method,
    path: isRead ? path + searchOf(left) : path,
    body: content?.bytes,
    face: 'rest',
    isBatch: false,
    calls: [
      {
        label: asked?.label ?? 'another method',
        route: asked,
        fields: left,
        key: headers['idempotency-key']?.trim().replace(/^"(.*)"$/, '$1'),
      },
    ],
  }
}

function renderStray(method: string, path: string, dress: Dress): WireRequest {
  const body = method === 'GET' ? undefined : tampered('{}', dress.tamper)
  const face = faceAt(path)
  const call = { label: 'no route', route: undefined, fields: undefined, key: undefined }
  return {
    ...common(dressed(dress)),
    method,
    path,
    body,
    face,
    isBatch: path.includes('batch=1'),
    calls: [call],
  }
}

function faceAt(path: string): WireRequest['face'] {
  if (/^\/trpc(?:[/?#]|$)/.test(path)) return 'rpc'
  return /^\/v1(?:[/?#]|$)/.test(path) ? 'rest' : 'classic'
}

function dressed({ showsKey, headers }: Dress): Readonly<Record<string, string>> {
  return showsKey ? { authorization: staffKeyMark, ...headers } : headers
}

function common(headers: Readonly<Record<string, string>>): Pick<WireRequest, 'headers' | 'isForeign'> {
  return { headers, isForeign: 'origin' in headers || 'host' in headers || 'sec-fetch-site' in headers }
}

function segment(text: string): string {
  return encodeURIComponent(text.toWellFormed()).slice(0, queryLengthMax)
}

function searchOf(query: unknown): string {
  if (typeof query !== 'object' || query === null)
    return query === undefined ? '' : `?${segment(asText(query))}`
  const pairs = Object.entries(query).map(([field, value]): [string, string] => [field, asText(value)])
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString().slice(0, queryLengthMax)}`
}

function asText(value: unknown): string {
  if (Array.isArray(value)) return value.map(asText).join(',')
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

/** As far as a header can say it. */
function headerOf(text: string): string {
  return text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?')
}

/** JSON, with what no value is written as put in raw. */
function json(value: unknown): string {
  return (JSON.stringify(value) ?? '').replaceAll(/"@raw:((?:[^"\\]|\\.)*)"/g, (_, raw: string) =>
    raw.replaceAll(/\\(["\\])/g, '$1').replaceAll('\\t', '\t'),
  )
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(textOf(bytes))
  } catch {
    return undefined
  }
}

/** A reader takes no mark of the byte order for text. */
function textOf(bytes: Buffer): string {
  return bytes.toString().replace(/^\ufeff/, '')
}

function keyIn(fields: unknown): string | undefined {
  const isKeyed = typeof fields === 'object' && fields !== null && 'idempotencyKey' in fields
  return isKeyed && typeof fields.idempotencyKey === 'string' ? fields.idempotencyKey : undefined
}
