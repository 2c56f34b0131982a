import type { Role } from './caller.ts'

/** Buyers need no account: the id of a booking or a hold is its holder's key. */
const anyone = 'anyone'
const everyRole = ['door', 'sales', 'manager'] as const
const sales = ['sales', 'manager'] as const
const managers = ['manager'] as const

/**
 * Who may do what, over every face: the office asks here and nowhere else, and an operation that is missing does not compile.
 * docs/security.md shows it as a table, and a test walks it.
 */
const access = {
  book: anyone,
  seeBooking: anyone,
  listBookings: everyRole,
  findBookings: everyRole,
  seeHistory: everyRole,
  move: anyone,
  moveByName: sales,
  cancel: anyone,
  cancelByName: sales,
  erasePerson: managers,
  exportPerson: managers,

  seeTickets: anyone,
  seeTicket: anyone,
  seeTicketKeys: anyone,
  admit: everyRole,
  seeDoor: everyRole,
  uploadScans: everyRole,

  placeHold: anyone,
  seeHold: anyone,
  followHold: anyone,
  releaseHold: anyone,

  seeShowing: anyone,
  seePlan: anyone,
  seeSeats: anyone,
  watchSeats: anyone,
  blockSeats: sales,
  unblockSeats: sales,

  seeVenue: anyone,
  changeVenue: managers,
  listScreens: anyone,
  seeScreen: anyone,
  addScreen: managers,
  changeScreen: managers,
  listMovies: anyone,
  seeMovie: anyone,
  addMovie: managers,
  changeMovie: managers,
  listShowings: anyone,
  addShowing: managers,
  changeShowing: managers,
  cancelShowing: managers,
  reopenShowing: managers,

  createKey: managers,
  listKeys: managers,
  revokeKey: managers,

  addWebhook: managers,
  listWebhooks: managers,
  changeWebhook: managers,
  removeWebhook: managers,
  listDeliveries: managers,
  replayWebhook: managers,

  seeReadiness: anyone,
  seeMetrics: managers,
  /** By hand, on one machine. */
  fireCron: managers,
} as const satisfies Record<string, typeof anyone | readonly Role[]>

export type Operation = keyof typeof access

/** The roles that may do it; none where everybody may. */
export function rolesFor(operation: Operation): readonly Role[] | undefined {
  const may = access[operation]
  return may === anyone ? undefined : may
}

/** Every operation that this role may not do, or nobody without a key. */
export function closedTo(role: Role | undefined): { operation: Operation; roles: readonly Role[] }[] {
  return operations.flatMap((operation) => {
    const roles = rolesFor(operation)
    return roles === undefined || (role !== undefined && roles.includes(role)) ? [] : { operation, roles }
  })
}

export const operations = Object.keys(access).filter(isOperation)

function isOperation(name: string): name is Operation {
  return Object.hasOwn(access, name)
}
