import { type Database, openDatabase } from '../db/database.ts'
import { readSettings } from './settings.ts'

const opened = new WeakMap<Env, Database>()

/** One for all that lives in an isolate: it keeps nothing between its calls, and a desk's own would take 20 KiB. */
export function databaseOf(env: Env): Database {
  const database = opened.get(env) ?? openBy(env)
  opened.set(env, database)
  return database
}

/** On one machine the database is the only place within that the Worker reaches, by a service of its own. */
function openBy(env: Env): Database {
  const { DATABASE: service } = env
  const { database } = readSettings(env)
  return openDatabase(
    service === undefined
      ? database
      : { ...database, fetch: (request, init) => service.fetch(request, init) },
  )
}
