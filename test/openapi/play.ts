import type { Described } from './described.ts'
import { type Json, type JsonObject, isObject } from './json.ts'
import type { Told } from './told.ts'

export interface Asked {
  readonly path?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly key?: string
  /** Asks without the staff key that it takes. */
  readonly isKeyless?: true
  readonly body?: Json
  readonly form?: Readonly<Record<string, string>>
}

/** A request that was made, and what came of it, as the story tells it. */
export interface Exchange {
  readonly operation: string
  readonly asked: Asked
  readonly status: number
  readonly media: string
  readonly answer: Json
}

export type Ask = (operation: string, asked?: Asked) => Promise<JsonObject>

export interface House {
  readonly url: string
  readonly staffKey: string
}

/** Asks a running house, and takes down what is asked and answered. */
export function player(house: House, operations: readonly Described[], told: Told) {
  const exchanges: Exchange[] = []
  const ask: Ask = async (id, asked = {}) => {
    const operation = operations.find((one) => one.id === id)
    if (operation === undefined) throw new Error(`there is no operation ${id}`)
    const answered = await send(house, operation, meant(asked, told))
    const text = told.tell(await answered.text())
    const media = answered.headers.get('content-type')?.split(';')[0] ?? ''
    const answer: Json = media.endsWith('json') ? JSON.parse(text) : text
    exchanges.push({ operation: id, asked, status: answered.status, media, answer })
    return isObject(answer) ? answer : {}
  }
  return { ask, exchanges }
}

function meant(asked: Asked, told: Told): Asked {
  return JSON.parse(told.mean(JSON.stringify(asked)))
}

function send(
  { url, staffKey }: House,
  { method, path, isForStaff }: Described,
  asked: Asked,
): Promise<Response> {
  const { query, key, body, form } = asked
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(asked.path?.[name] ?? ''),
  )
  const search = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`
  const sent = form === undefined ? body && JSON.stringify(body) : new URLSearchParams(form)
  return fetch(`${url}${filled}${search}`, {
    method,
    headers: {
      ...(isForStaff && !asked.isKeyless ? { authorization: `Bearer ${staffKey}` } : {}),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(sent === undefined || sent === null ? {} : { body: sent.toString() }),
  })
}
