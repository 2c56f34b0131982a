import { type Operation, closedTo } from '../domain/access.ts'
import type { Role } from '../domain/caller.ts'
import { type Refused, type Result, refuse } from '../domain/result.ts'
import type { Visit } from './house.ts'

/** What each name of the table of access may stand for; a name that is missing there stands for nothing, and does not compile. */
type Acts<A> = {
  [K in keyof A]: K extends Operation ? (...input: never[]) => Promise<Result<unknown>> : never
}

/** Stands where an act would, and answers instead of it. */
type Refusal = () => Promise<Refused>

type Refusals = readonly (readonly [operation: Operation, refusal: Refusal])[]

/** The acts of an office, of which those that the caller may not do are refused before any use-case sees them. */
export function guard<A extends Acts<A>>({ caller, doorkeeper }: Visit, acts: A): A {
  const refusals = refusalsTo(caller.role, doorkeeper.isStaffSideOpen)
  for (const [operation, refusal] of refusals) {
    if (Object.hasOwn(acts, operation)) Object.assign(acts, { [operation]: refusal })
  }
  return acts
}

function refusalsTo(role: Role | undefined, isStaffSideOpen: boolean): Refusals {
  if (role !== undefined) return byRole[role]
  return isStaffSideOpen ? withoutKey : whileClosed
}

const withoutKey: Refusals = closedTo(undefined).map(({ operation, roles: may }) => {
  const refused = refuse('key_required', { roles: [...may] })
  return [operation, () => Promise.resolve(refused)]
})

const whileClosed: Refusals = closedTo(undefined).map(({ operation }) => {
  const refused = refuse('staff_closed', { missing: 'STAFF_KEY' })
  return [operation, () => Promise.resolve(refused)]
})

const byRole: Readonly<Record<Role, Refusals>> = {
  door: refusalsOf('door'),
  sales: refusalsOf('sales'),
  manager: refusalsOf('manager'),
}

function refusalsOf(role: Role): Refusals {
  return closedTo(role).map(({ operation, roles: may }) => {
    const refused = refuse('role_forbidden', { role, roles: [...may] })
    return [operation, () => Promise.resolve(refused)]
  })
}
