import { type Operation, closedTo } from '../domain/access.ts'
import type { Role } from '../domain/caller.ts'
import { type Refused, type Result, refuse } from '../domain/result.ts'
import type { Visit } from './house.ts'

/** What each name of the table of access may stand for; a name that is missing there stands for nothing, and does not compile. */
type Acts<A> = {
  [K in keyof A]: K extends Operation ? (...input: never[]) => Promise<Result<unknown>> : never
}

/** Asks whether the caller may do it; the refusal where he may not. */
export function refusedTo(operation: Operation, { caller, doorkeeper }: Asking): Refused | undefined {
  const refusals = refusalsTo(caller.role, doorkeeper.isStaffSideOpen)
  return refusals.find(([refused]) => refused === operation)?.[1]
}

type Asking = Pick<Visit, 'caller' | 'doorkeeper'>

type Refusals = readonly (readonly [operation: Operation, refused: Refused])[]

/** The acts of an office, of which those that the caller may not do are refused before any use-case sees them. */
export function guard<A extends Acts<A>>({ caller, doorkeeper }: Asking, acts: A): A {
  const refusals = refusalsTo(caller.role, doorkeeper.isStaffSideOpen)
  for (const [operation, refused] of refusals) {
    if (Object.hasOwn(acts, operation)) Object.assign(acts, { [operation]: () => Promise.resolve(refused) })
  }
  return acts
}

function refusalsTo(role: Role | undefined, isStaffSideOpen: boolean): Refusals {
  if (role !== undefined) return byRole[role]
  return isStaffSideOpen ? withoutKey : whileClosed
}

const withoutKey: Refusals = closedTo(undefined).map(({ operation, roles }) => [
  operation,
  refuse('key_required', { roles: [...roles] }),
])

const whileClosed: Refusals = closedTo(undefined).map(({ operation }) => [
  operation,
  refuse('staff_closed', { missing: 'STAFF_KEY' }),
])

const byRole: Readonly<Record<Role, Refusals>> = {
  door: refusalsOf('door'),
  sales: refusalsOf('sales'),
  manager: refusalsOf('manager'),
}

function refusalsOf(role: Role): Refusals {
  return closedTo(role).map(({ operation, roles }) => [
    operation,
    refuse('role_forbidden', { role, roles: [...roles] }),
  ])
}
