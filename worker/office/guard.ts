import { type Operation, closedTo } from '../domain/access.ts'
import type { Role } from '../domain/caller.ts'
import { type Refused, type Result, refuse } from '../domain/result.ts'
import type { Visit } from './house.ts'

type Asking = Pick<Visit, 'caller' | 'doorkeeper'>

/** What each name of the table of access may stand for; a name that is missing there stands for nothing, and does not compile. */
type Acts<A> = {
  [K in keyof A]: K extends Operation ? (...input: never[]) => Promise<Result<unknown>> : never
}

type Refusals = readonly (readonly [operation: Operation, refused: Refused])[]

/**
 * Guards an office: of its acts, those that the caller may not do are refused before any use-case sees them. Which those are
 * is looked up once for each role.
 */
export function guardOf<A extends Acts<A>>(): <O extends A>(asking: Asking, office: O) => O {
  const known = new Map<Refusals, object>()
  return ({ caller, doorkeeper }, office) => {
    const refusals = refusalsTo(caller.role, doorkeeper.isStaffSideOpen)
    const refusing = known.get(refusals) ?? refusingAmong(office, refusals)
    known.set(refusals, refusing)
    return Object.assign(office, refusing)
  }
}

/** Asks whether the caller may do it; the refusal where he may not. */
export function refusedTo(operation: Operation, { caller, doorkeeper }: Asking): Refused | undefined {
  const refusals = refusalsTo(caller.role, doorkeeper.isStaffSideOpen)
  return refusals.find(([refused]) => refused === operation)?.[1]
}

function refusingAmong(office: object, refusals: Refusals): object {
  const among = refusals.filter(([operation]) => operation in office)
  return Object.fromEntries(among.map(([operation, refused]) => [operation, () => Promise.resolve(refused)]))
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
