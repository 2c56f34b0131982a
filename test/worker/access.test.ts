import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { AnyTRPCRouter } from '@trpc/server'
import { beforeAll, describe, expect, it } from 'vitest'
import { type App, createApp } from '../../worker/app.ts'
import { type Operation, operations, rolesFor } from '../../worker/domain/access.ts'
import { type Role, roles } from '../../worker/domain/caller.ts'
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
    localCron: Object.assign(Object.create(env.DESKS.getByName('main-20261124T1830Z')), cron),
  })
}

const app = appOn(testStaffKey)
const closed = appOn(undefined)

/** What the app answers to this: the code of a failure, or `ok`. */
async function codeOf(
  house: App,
  { method, path, body, headers: asked }: Ask,
  key?: string,
): Promise<string> {
  const headers = new Headers({ 'content-type': 'application/json', ...asked })
  if (key !== undefined) headers.set('authorization', `Bearer ${key}`)
  const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) }
  const request = new Request(`http://marquee.test${path}`, init)
  const answer = await house.request(request, undefined, env, createExecutionContext())
  const text = await answer.text()
  const [, code] = /"code":"([a-z_]+)"/.exec(text) ?? []
  if (answer.ok) return 'ok'
  const expected = code === 'key_required' || code === 'key_invalid' ? 401 : answer.status
  expect({ path, text, status: answer.status }).toEqual({ path, text, status: expected })
  return code ?? text
}

const refusals = new Set(['key_required', 'key_invalid', 'role_forbidden', 'staff_closed'])
/** They would hide whether it may be done. */
const misunderstood = new Set(['invalid_request', 'internal', 'route_not_found', 'method_not_allowed'])

async function expectLetThrough(house: App, ask: Ask, key?: string): Promise<void> {
  const code = await codeOf(house, ask, key)
  expect({ route: ask.route, code, isRefused: refusals.has(code) }).toEqual({
    route: ask.route,
    code,
    isRefused: false,
  })
  expect(misunderstood.has(code), `${ask.route} came to ${code}`).toBe(false)
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
      method === 'ALL' || path.includes('*') ? [] : `${method} ${path}`,
    )
    const open = new Set(['GET /', 'GET /healthz'])
    const known = new Set(all.map(({ ask }) => ask.route))
    const there = new Set([...procedures, ...routes].filter((route) => !open.has(route)))
    expect([...there].filter((route) => !known.has(route))).toEqual([])
    expect([...known].filter((route) => !there.has(route))).toEqual([])
  })

  it.each(all)('lets those do $operation who may, by $ask.route', async ({ operation, ask }) => {
    const may = rolesFor(operation)
    if (may === undefined) await expectLetThrough(app, ask)
    else expect(await codeOf(app, ask)).toBe('key_required')
    for (const role of roles) {
      const key = keys.get(role)
      if (may === undefined || may.includes(role)) await expectLetThrough(app, ask, key)
      else expect({ role, code: await codeOf(app, ask, key) }).toEqual({ role, code: 'role_forbidden' })
    }
    expect(await codeOf(app, ask, 'nonsense')).toBe('key_invalid')
  })

  it.each(all)(
    'closes $operation to staff where no secret is set, by $ask.route',
    async ({ operation, ask }) => {
      if (rolesFor(operation) === undefined) await expectLetThrough(closed, ask)
      else expect(await codeOf(closed, ask)).toBe('staff_closed')
      for (const key of [testStaffKey, keys.get('manager')]) {
        expect(await codeOf(closed, ask, key)).toBe('staff_closed')
      }
    },
  )

  it('gives a manager everything, and a higher role what a lower one has', () => {
    const mayDo = (role: Role, operation: Operation): boolean => rolesFor(operation)?.includes(role) ?? true
    for (const operation of operations) {
      expect(mayDo('manager', operation)).toBe(true)
      if (mayDo('door', operation)) expect(mayDo('sales', operation)).toBe(true)
    }
  })
})
