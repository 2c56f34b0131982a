import * as fc from 'fast-check'
import { rpcBatchMax } from '../../worker/domain/limits.ts'
import { type Dress, dress, methods, seldom } from './dress.ts'
import { fromSchema } from './from-schema.ts'
import { hostileText } from './hostile.ts'
import {
  type ClassicRoute,
  type Procedure,
  type RestRoute,
  classicRoutes,
  procedures,
  restRoutes,
} from './routes.ts'
import { spoiled } from './spoil.ts'
import { strayPath } from './stray-path.ts'
import { wordsFor, wordsOf } from './vocabulary.ts'

/** A request as a seed makes it, before the day and the earlier answers are put in. */
export type Plan =
  | {
      readonly kind: 'classic'
      readonly route: ClassicRoute
      readonly fields: ClassicFields
      readonly dress: Dress
    }
  | {
      readonly kind: 'rpc'
      readonly calls: readonly PlannedCall[]
      readonly isBatch: boolean
      readonly dress: Dress
    }
  | {
      readonly kind: 'rest'
      readonly route: RestRoute
      readonly input: unknown
      readonly dress: Dress
    }
  | { readonly kind: 'stray'; readonly method: string; readonly path: string; readonly dress: Dress }
  | { readonly kind: 'again'; readonly ago: number }

interface ClassicFields {
  readonly body: unknown
  readonly query: unknown
  readonly parameter: unknown
  readonly key: unknown
}

export interface PlannedCall {
  readonly procedure: Procedure
  readonly input: unknown
}

function classicPlans(route: ClassicRoute): fc.Arbitrary<Plan> {
  const parameter = /:(\w+)/.exec(route.path)?.[1]
  const fields = fc.record({
    body: route.body === undefined ? fc.constant(undefined) : spoiled(fromSchema(route.body)),
    query: route.query === undefined ? fc.constant(undefined) : spoiled(fromSchema(route.query)),
    parameter: parameter === undefined ? fc.constant(undefined) : parameters(parameter),
    key: seldom(wordsFor('idempotencyKey') ?? hostileText, 3),
  })
  return fc.record({ kind: fc.constant('classic' as const), route: fc.constant(route), fields, dress })
}

function parameters(field: string): fc.Arbitrary<unknown> {
  const known = field === 'name' ? earlierBuyer : (wordsFor(field) ?? hostileText)
  return fc.oneof({ weight: 4, arbitrary: known }, { weight: 1, arbitrary: hostileText })
}

/** Who deletes by name means somebody. */
const earlierBuyer = fc.nat(100).map((n) => `@buyer:${n}`)

const plannedCall: fc.Arbitrary<PlannedCall> = fc.oneof(
  ...procedures.map((procedure) =>
    fc.record({
      procedure: fc.constant(procedure),
      input: spoiled(fromSchema(procedure.input, wordsOf(procedure.name))),
    }),
  ),
)

const single = plannedCall.chain((call) => rpcPlans(fc.constant([call]), false))
const batch = rpcPlans(
  fc.oneof(
    { weight: 9, arbitrary: fc.array(plannedCall, { minLength: 1, maxLength: 5 }) },
    { weight: 1, arbitrary: fc.array(plannedCall, { minLength: rpcBatchMax, maxLength: rpcBatchMax + 1 }) },
  ),
  true,
)

function rpcPlans(calls: fc.Arbitrary<PlannedCall[]>, isBatch: boolean): fc.Arbitrary<Plan> {
  return fc.record({ kind: fc.constant('rpc' as const), calls, isBatch: fc.constant(isBatch), dress })
}

function restPlans(route: RestRoute): fc.Arbitrary<Plan> {
  const input = spoiled(fromSchema(route.input, wordsOf(route.noun)))
  return fc.record({ kind: fc.constant('rest' as const), route: fc.constant(route), input, dress })
}

const rest = fc.oneof(...restRoutes.map((route) => ({ weight: route.weight, arbitrary: restPlans(route) })))

const stray: fc.Arbitrary<Plan> = fc.record({
  kind: fc.constant('stray' as const),
  method: fc.oneof({ weight: 2, arbitrary: fc.constant('GET') }, fc.constantFrom(...methods)),
  path: strayPath,
  dress,
})

const again: fc.Arbitrary<Plan> = fc.record({ kind: fc.constant('again' as const), ago: fc.nat(250) })

/** Every route and procedure, alone and in batches; addresses that are none; and retries. */
export const plan: fc.Arbitrary<Plan> = fc.oneof(
  ...classicRoutes.map((route) => ({ weight: route.weight, arbitrary: classicPlans(route) })),
  { weight: 8, arbitrary: single },
  { weight: 2, arbitrary: batch },
  { weight: 12, arbitrary: rest },
  { weight: 2, arbitrary: stray },
  { weight: 1, arbitrary: again },
)
