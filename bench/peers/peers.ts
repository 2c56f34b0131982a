import type { Contender } from '../contender.ts'
import { fastifyEmpty } from './fastify-empty.ts'
import { fastifyPostgres, fastifyPostgresFunction } from './fastify-postgres.ts'
import { fastifySqlite, fastifySqliteGroup } from './fastify-sqlite.ts'
import { flask } from './flask.ts'

/** What Marquee is measured beside. */
export const peers: readonly Contender[] = [
  fastifySqlite,
  fastifySqliteGroup,
  fastifyPostgres,
  fastifyPostgresFunction,
  flask,
  fastifyEmpty,
]
