import { type Database, openDatabase } from '../db/database.ts'
import { readSettings } from './settings.ts'

/** On one machine the database is the only place within that the Worker reaches, by a service of its own. */
export function databaseOf(env: Env): Database {
  const { DATABASE: service } = env
  const { database } = readSettings(env)
  return openDatabase(
    service === undefined
      ? database
      : { ...database, fetch: (request, init) => service.fetch(request, init) },
  )
}
