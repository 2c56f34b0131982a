import type { Operation, Tables, Violation } from './history.ts'
import { type Invariant, violated } from './invariants.ts'
import { isDone, isRemembered, spanOf } from './operations.ts'
import { type Story, isDue, placeOf } from './story.ts'

/** Tickets, bookings and keys are those that the history tells of. */
export function judgeTables(
  { tickets, bookings, keys }: Tables,
  {
    story,
    operations,
    expiredUntil,
  }: { story: Story; operations: readonly Operation[]; expiredUntil: number },
): Violation[] {
  const stored = tickets.map(({ showing, seat, booking }) => `${placeOf(showing, seat)} ${booking}`)
  const ofBookings = bookings
    .filter(({ status }) => status !== 'cancelled')
    .flatMap(({ id, showing, seats }) => seats.map((seat) => `${placeOf(showing, seat)} ${id}`))
  const told = [...story.stays].flatMap(([place, stays]) =>
    stays.filter(({ until }) => until === undefined).map(({ booking }) => `${place} ${booking}`),
  )
  const lines = bookings.map(
    ({ id, showing, seats, status, version }) => `${id} ${status} ${showing} ${seats.join()} ${version}`,
  )
  const toldLines = [...story.lives].map(
    ([id, { showing, seats, status, events }]) =>
      `${id} ${status} ${showing} ${seats.join()} ${events.length}`,
  )
  const due = bookings.filter(({ status, showing }) => status === 'booked' && isDue(showing, expiredUntil))
  return [
    ...(new Set(stored).size < stored.length ? [violated('whole', 'a ticket is there twice')] : []),
    ...difference('whole', 'tickets of bookings, and tickets', ofBookings, stored),
    ...difference('agreement', 'tickets', told, stored),
    ...difference('agreement', 'bookings', toldLines, lines),
    ...due.map(({ id }) => violated('expiry', `${id} is due, and not marked`)),
    ...judgeKeys(keys, operations, story),
  ]
}

/** A key is kept with its effect: where one was told of success it is there, and it is nobody's who did not ask. */
function judgeKeys(keys: Tables['keys'], operations: readonly Operation[], story: Story): Violation[] {
  const stored = new Set(keys.map(({ key }) => key))
  const byKey = Map.groupBy(operations, ({ key }) => key)
  const lacking = operations.filter(
    ({ request, key, attempts }) =>
      isRemembered(request) && key !== undefined && !stored.has(key) && attempts.some(isDone),
  )
  return [
    ...lacking.map(({ key }) => violated('oneKey', `${key} was answered with success, and is not stored`)),
    ...keys.flatMap(({ key, booking }) => {
      const owners = byKey.get(key) ?? []
      if (owners.length === 0) return [violated('oneKey', `nobody asked under ${key}`)]
      return owners.some((owner) => isEffectOf(owner, booking, story))
        ? []
        : [violated('oneKey', `${key} is stored with ${booking}, and no request under it did that`)]
    }),
  ]
}

function isEffectOf(operation: Operation, booking: string | null, { lives }: Story): boolean {
  const { request, attempts } = operation
  if (spanOf(operation) === undefined || !isRemembered(request)) return false
  if (request.kind === 'cancelByName') return booking === null
  if ('booking' in request) return booking === request.booking
  return (
    booking !== null &&
    lives.has(booking) &&
    attempts.every(
      ({ outcome }) => outcome.kind !== 'done' || (outcome.effect.bookings ?? [booking]).includes(booking),
    )
  )
}

function difference(
  invariant: Invariant,
  what: string,
  expected: readonly string[],
  found: readonly string[],
): Violation[] {
  const missing = [...new Set(expected).difference(new Set(found))]
  const extra = [...new Set(found).difference(new Set(expected))]
  if (missing.length === 0 && extra.length === 0) return []
  return [
    violated(
      invariant,
      `${what}: missing ${missing.join('; ') || 'none'}, extra ${extra.join('; ') || 'none'}`,
    ),
  ]
}
