import type { Attempt, Operation, Request } from './history.ts'

/**
 * Requests under one key that are the same to the letter are one operation, whoever sent them and how often:
 * they have one effect between them.
 */
export function merged(operations: readonly Operation[]): Operation[] {
  const groups = Map.groupBy(operations, ({ key, request }) =>
    key === undefined ? Symbol('alone') : `${key} ${JSON.stringify(request)}`,
  )
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined || group.length === 1) return group
    const attempts = group.flatMap((one) => one.attempts).sort((one, other) => one.sentAt - other.sentAt)
    return [{ ...first, attempts }]
  })
}

const forgotten: ReadonlySet<Request['kind']> = new Set(['hold', 'release', 'block', 'unblock', 'admit'])

/**
 * A hold's id is made of its key; to release again is to have released, and to block again to have blocked. An admission is a scan
 * that is named by its key.
 */
export function isRemembered({ kind }: Request): boolean {
  return !forgotten.has(kind)
}

/** The caller does not know whether it had an effect. */
export function isOpen({ outcome }: Attempt): boolean {
  return outcome.kind === 'lost' || (outcome.kind === 'refused' && outcome.code === 'outcome_unknown')
}

export function isDone({ outcome }: Attempt): boolean {
  return outcome.kind === 'done'
}

/** Refused for a reason, as opposed to: told to come back. */
export function isDecisive({ outcome }: Attempt): boolean {
  return outcome.kind === 'refused' && outcome.code !== 'outcome_unknown' && outcome.code !== 'busy'
}

/** When an effect of an operation may have been committed: from the first try that can have had it. */
export interface Span {
  readonly from: number
  /** When success was told first; never where it was not. */
  readonly until: number
}

/** The tries that can have had an effect: a key that is refused at last has done nothing before. */
export function capableOf({ attempts }: Operation): Attempt[] {
  return attempts.filter((one) => isDone(one) || (isOpen(one) && !isCleared(one, attempts)))
}

/** Undefined where the operation certainly had no effect. */
export function spanOf(operation: Operation): Span | undefined {
  const capable = capableOf(operation)
  if (capable.length === 0) return undefined
  return {
    from: Math.min(...capable.map(({ sentAt }) => sentAt)),
    until: Math.min(...capable.filter(isDone).map(({ answeredAt }) => answeredAt)),
  }
}

/** Whether its caller asked again afterwards, and was told that nothing had been done. */
function isCleared(open: Attempt, attempts: readonly Attempt[]): boolean {
  return attempts.some((later) => later.sentAt >= open.answeredAt && isDecisive(later))
}

/** Whether a caller who has a key still does not know. */
export function isUnlearnt(operation: Operation): boolean {
  return operation.key !== undefined && spanOf(operation)?.until === Number.POSITIVE_INFINITY
}

export function describe({ request, key, attempts }: Operation): string {
  const tries = attempts.map(
    ({ sentAt, answeredAt, outcome, text }) => `${sentAt}-${answeredAt} ${outcome.kind} ${text}`,
  )
  return `${JSON.stringify(request)} key ${key ?? 'none'}: ${tries.join(' | ')}`
}
