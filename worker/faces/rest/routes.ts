import { Hono } from 'hono'
import { type FailureCode, failure, failureTable } from '../../domain/failures.ts'
import type { Visited } from '../visited.ts'
import { watchSeats } from './live.ts'
import { restOperations } from './operations.ts'
import { answerProblem, describeProblem, problemPath } from './problem.ts'

const livePath = '/v1/showings/:showing/live'

export function isRest(path: string): boolean {
  return path.startsWith('/v1/') || path === '/v1' || path.startsWith(`${problemPath}/`)
}

/** REST by resources: each operation declares its own route. */
export function restRoutes(): Hono<Visited> {
  const routes = new Hono<Visited>()
  const methods = new Map<string, string[]>([[livePath, ['GET']]])
  for (const operation of Object.values(restOperations).flat()) {
    const path = operation.path.replaceAll(/\{(\w+)\}/g, ':$1')
    routes.on(operation.method, path, operation.serve)
    methods.set(path, [...(methods.get(path) ?? []), operation.method])
  }
  routes.get(livePath, watchSeats)
  routes.get(`${problemPath}/:code`, (c) => {
    const code = c.req.param('code')
    if (!isCode(code)) return answerProblem(failure('route_not_found', { path: c.req.path }))
    const { http: status, retry } = failureTable[code]
    return c.json({ ...describeProblem(code), status, code, retry })
  })
  methods.set(`${problemPath}/:code`, ['GET'])
  for (const [path, allowed] of methods) {
    routes.all(path, () => answerProblem(failure('method_not_allowed', { allowed })))
  }
  return routes
}

function isCode(code: string): code is FailureCode {
  return Object.hasOwn(failureTable, code)
}
