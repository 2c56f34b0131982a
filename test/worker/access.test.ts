import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { AnyTRPCRouter } from '@trpc/server'
import { beforeAll, describe, expect, it } from 'vitest'
import { type App, createApp } from '../../worker/app.ts'
import { type Operation, operations, rolesFor } from '../../worker/domain/access.ts'
import { type Role, roles } from '../../worker/domain/caller.ts'
import { isDesk } from '../../worker/faces/pages/desk/path.ts'
import { appRouter } from '../../worker/faces/rpc/router.ts'
import { openHouse } from '../../worker/office/house.ts'
import { type Ask, asks } from '../setup/asks.ts'
import { testStaffKey } from '../setup/staff-key.ts'
import { client, db } from './setup/box-office.ts'
import { partsOn } from './setup/house-on.ts'

const cron = { fetch: () => Promise.resolve(Response.json({ ok: true })) }

function appOn(staffKey: string | undefined): App {
  return createApp(openHouse({ ...partsOn(db), staffKey }), {
    allowedHosts: [],
    // The one of its methods that the app calls.
    assets: env.ASSETS,
    localCron: Object.assign(Object.create(env.DESKS.getByName('main')), cron),
  })
}

const app = appOn(testStaffKey)
const closed = appOn(undefined)

const refusals = new Set(['key_required', 'key_invalid', 'role_forbidden', 'staff_closed'])
/** They would hide whether it may be done. */
const misunderstood = new Set(['invalid_request', 'internal', 'route_not_found', 'method_not_allowed'])

/** The code by which it is kept from whoever shows this; or `let through`, whatever comes of it then. */
async function verdictOn(
  house: App,
  { route, method, path, body, form, headers: asked }: Ask,
  key?: string,
): Promise<string> {
  const headers = new Headers({ 'content-type': 'application/json', ...asked })
  if (key !== undefined) headers.set('authorization', `Bearer ${key}`)
  const sent = form ?? (body === undefined ? undefined : JSON.stringify(body))
  const init = sent === undefined ? { method, headers } : { method, headers, body: sent }
  const request = new Request(`http://marquee.test${path}`, init)
  const answer = await house.request(request, undefined, env, createExecutionContext())
  const text = await answer.text()
  // A page may lead on.
  const isDone = answer.status < 400
  const [, code = ''] = (isDone ? undefined : /(?:"code":|data-code=)"([a-z_]+)"/.exec(text)) ?? []
  if (!isDone && (code === '' || misunderstood.has(code))) throw new Error(`${route}: ${text}`)
  if (!refusals.has(code)) return 'let through'
  const isUnauthorized = code === 'key_required' || code === 'key_invalid'
  expect({ code, status: answer.status }).toEqual({ code, status: isUnauthorized ? 401 : 403 })
  return code
}

const keys = new Map<Role, string>()

beforeAll(async () => {
  for (const role of roles) {
    keys.set(role, (await client.key.create.mutate({ role, name: `Of ${role}` })).key)
  }
})

const all = operations.flatMap((operation) => asks[operation].map((ask) => ({ operation, ask })))

describe('the table of access', () => {
  it('knows every procedure and every route', () => {
    const router: AnyTRPCRouter = appRouter
    // oxlint-disable-next-line no-underscore-dangle -- the only place where tRPC keeps it
    const procedures = Object.keys(router._def.procedures).map((name) => `tRPC ${name}`)
    const routes = app.routes.flatMap(({ method, path }) =>
      // The desk's pages have a walk of their own: desk-access.test.ts.
      method === 'ALL' || path.includes('*') || path.startsWith('/pages/') || isDesk(path)
        ? []
        : `${method} ${path}`,
    )
    const read = ['/healthz', '/openapi.json', '/docs', '/docs/start.js', '/docs/scalar.js']
    const open = new Set([...read, '/problems/:code'].map((path) => `GET ${path}`))
    const known = new Set(all.map(({ ask }) => ask.route))
    const there = new Set([...procedures, ...routes].filter((route) => !open.has(route)))
    expect([...there].filter((route) => !known.has(route))).toEqual([])
    expect([...known].filter((route) => !there.has(route))).toEqual([])
  })

  it.each(all)('lets those do $operation who may, by $ask.route', async ({ operation, ask }) => {
    const may = rolesFor(operation)
    const verdicts: Record<string, string> = { nobody: await verdictOn(app, ask) }
    const expected: Record<string, string> = { nobody: may === undefined ? 'let through' : 'key_required' }
    for (const role of roles) {
      verdicts[role] = await verdictOn(app, ask, keys.get(role))
      expected[role] = may === undefined || may.includes(role) ? 'let through' : 'role_forbidden'
    }
    expect(verdicts).toEqual(expected)
    expect(await verdictOn(app, ask, 'nonsense')).toBe('key_invalid')
  })

  it.each(all)(
    'closes $operation to staff where no secret is set, by $ask.route',
    async ({ operation, ask }) => {
      const expected = rolesFor(operation) === undefined ? 'let through' : 'staff_closed'
      expect(await verdictOn(closed, ask)).toBe(expected)
      for (const key of [testStaffKey, keys.get('manager')]) {
        expect(await verdictOn(closed, ask, key)).toBe('staff_closed')
      }
    },
  )

  it('gives a manager everything, and a higher role what a lower one has', () => {
    const mayDo = (role: Role, operation: Operation): boolean => rolesFor(operation)?.includes(role) ?? true
    for (const operation of operations) {
      const [door, sales, manager] = roles.map((role) => mayDo(role, operation))
      expect({ operation, door, sales, manager }).toEqual({
        operation,
        door,
        sales: sales || door,
        manager: true,
      })
    }
  })
})
