import { type Client, LibsqlError, createClient } from '@libsql/client/http'
import type { LibSQLDatabase } from 'drizzle-orm/libsql/driver-core'
import { drizzle } from 'drizzle-orm/libsql/http'

export type Database = LibSQLDatabase & { $client: Client }

export interface DatabaseAddress {
  url: string
  authToken: string
  /** A call that takes longer is given up; for a write its outcome is then unknown. */
  callMsMax: number
  /** How it is reached, where not as everything else is. */
  fetch?: (request: Request, init: RequestInit) => Promise<Response>
}

export function openDatabase({ url, authToken, callMsMax, fetch: reach = fetch }: DatabaseAddress): Database {
  const client = createClient({
    url,
    authToken,
    // The client's own queue would make one request wait inside another's, which Workers forbid.
    concurrency: Number.POSITIVE_INFINITY,
    fetch: (request: Request) => fetchWithin(callMsMax, request, reach),
  })
  return databaseOn(client)
}

export function databaseOn(client: Client): Database {
  return drizzle(client)
}

/**
 * The deadline covers the body too, which the client reads by `json` or `text`: to read it here and hand on a copy would
 * cost a fourth of the call. Its timer ends with the call: one that runs on would keep a Durable Object awake.
 */
async function fetchWithin(
  ms: number,
  request: Request,
  reach: NonNullable<DatabaseAddress['fetch']>,
): Promise<Response> {
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), ms)
  const lastly = <T>(reading: Promise<T>): Promise<T> => reading.finally(() => clearTimeout(timer))
  try {
    const response = await reach(request, { signal: deadline.signal })
    const [json, text] = [response.json.bind(response), response.text.bind(response)]
    return Object.assign(response, { json: () => lastly(json()), text: () => lastly(text()) })
  } catch (error) {
    clearTimeout(timer)
    throw error
  }
}

/** A database call that failed. Its message never holds a statement's parameters. */
export class DatabaseError extends Error {
  override name = 'DatabaseError'
  readonly code: string

  constructor(code: string, message: string) {
    super(`${code}: ${message}`)
    this.code = code
  }

  /** The database could not be asked, as opposed to: it refused what it was asked. */
  get unavailable(): boolean {
    return !this.code.startsWith('SQLITE_') || isOverload(this.code)
  }
}

/** Awaits a query; a failure loses what it must not tell. */
export async function asking<T>(query: PromiseLike<T>): Promise<T> {
  try {
    return await query
  } catch (error) {
    throw sanitized(error)
  }
}

export function sanitized(error: unknown): DatabaseError {
  const cause = rootOf(error)
  if (cause instanceof LibsqlError) return new DatabaseError(cause.code, cause.message)
  return new DatabaseError('UNREACHABLE', cause instanceof Error ? cause.name : 'unknown')
}

export function isOverload(code: string): boolean {
  return /^SQLITE_(BUSY|LOCKED|FULL|IOERR)/.test(code)
}

/** The database answered, and neither was busy nor lacked anything: what was asked may be too much as one. */
export function isTooMuch(error: unknown): boolean {
  return error instanceof LibsqlError && !isOverload(error.code)
}

/** Drizzle wraps the driver's error in one that quotes the statement and its parameters. */
function rootOf(error: unknown): unknown {
  return error instanceof Error && !(error instanceof LibsqlError) && error.cause !== undefined
    ? rootOf(error.cause)
    : error
}
