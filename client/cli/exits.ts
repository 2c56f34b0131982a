import type { TRPCClientError } from '@trpc/client'
import type { AppRouter } from '../../worker/faces/rpc/router.ts'

export const exits = {
  done: 0,
  other: 1,
  invalid: 2,
  notFound: 3,
  conflict: 4,
  open: 5,
  forbidden: 6,
  unsound: 7,
} as const

export type Exit = (typeof exits)[keyof typeof exits]

export const exitWords: Readonly<Record<Exit, string>> = {
  0: 'done',
  1: 'anything else: a fault of the service, or of this program',
  2: 'the command is not understood, or its request can never be served',
  3: 'no such showing, screen, hold or booking',
  4: 'not as things stand: seats taken or held, sales closed, a booking cancelled',
  5: 'busy, no answer, or not known yet: the same again, under the same --idempotency-key, has one effect',
  6: 'not allowed: a staff key is missing (MARQUEE_KEY), or the wrong one',
  7: 'what is stored is not what its history tells of (verify, backup and restore, where the house is)',
}

export type Status = NonNullable<TRPCClientError<AppRouter>['data']>['httpStatus']

/** By the status that the service gives each failure in its one table. */
export const exitOf = {
  400: exits.invalid,
  401: exits.forbidden,
  403: exits.forbidden,
  404: exits.notFound,
  405: exits.invalid,
  408: exits.open,
  409: exits.conflict,
  413: exits.invalid,
  422: exits.invalid,
  429: exits.open,
  500: exits.other,
  503: exits.open,
} as const satisfies Record<Status, Exit>
