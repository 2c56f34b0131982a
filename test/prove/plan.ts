import * as fc from 'fast-check'
import { deskQueueMax, deskRestMs } from '../../worker/domain/limits.ts'
import type { Choice } from '../judge/history.ts'
import type { Faults } from './wire.ts'

/** What happens in a run, but for its delays: drawn from the seed, and made smaller where it fails. */
export interface Plan {
  /** Of all delays, and of whom each fault strikes. */
  readonly schedule: number
  readonly faults: Faults
  readonly releasesLostPercent: number
  readonly queueMax: number
  readonly deskRestMs: number
  /** How long seats are held: so short that holds run out in the middle of things. */
  readonly holdMs: number
  /** The second showing ends so long after the run begins; much later, where undefined. */
  readonly endsAfterMs: number | undefined
  /** Each client's errands, one after the other. */
  readonly clients: readonly (readonly Errand[])[]
  readonly disturbances: readonly Disturbance[]
  readonly viewers: readonly Watching[]
  /** Those who let people in, each with the tickets that are shown, one after the other. */
  readonly doors: readonly (readonly Errand[])[]
  /** Tickets of a showing that each phone may have; as many as there are seats in most runs. */
  readonly phoneTicketsMax: number
}

/** Somebody who watches a showing, and loses his line now and then. */
export interface Watching {
  readonly showing: number
  readonly pauseMs: number
  readonly absences: readonly { readonly afterMs: number; readonly ms: number }[]
}

export interface Errand {
  readonly pauseMs: number
  readonly wish: Wish
  /** One of its own, none, one that another request has already; or another's whole request once more. */
  readonly key: 'own' | 'none' | 'used' | 'repeat'
  /** Which of those used already. */
  readonly pick: number
  /** Sends it again even where it succeeded, as after a lost reply. */
  readonly isRepeated: boolean
}

export type Wish =
  | { readonly kind: 'book'; readonly showing: number; readonly choice: Choice; readonly name: string }
  | { readonly kind: 'hold'; readonly showing: number; readonly choice: Choice }
  /** `pick`: which of the holds that are known by then, counted from the latest; and it may say that it is at another showing. */
  | { readonly kind: 'bookHeld'; readonly pick: number; readonly isMisplaced: boolean; readonly name: string }
  | { readonly kind: 'release'; readonly pick: number }
  /** `pick`: which of the bookings that are known by then. */
  | {
      readonly kind: 'move'
      readonly pick: number
      readonly showing: number | undefined
      readonly seats: string[] | undefined
    }
  | { readonly kind: 'cancel'; readonly pick: number }
  | { readonly kind: 'cancelByName'; readonly name: string }
  | { readonly kind: 'block'; readonly showing: number; readonly seats: string[] }
  | { readonly kind: 'unblock'; readonly showing: number; readonly seats: string[] }
  /** `pick`: which of the tickets that are known by then, counted from the latest; somebody may show it at two doors at once. */
  | { readonly kind: 'admit'; readonly pick: number; readonly device: string; readonly isAtTwoDoors: boolean }

export interface Disturbance {
  readonly pauseMs: number
  readonly what:
    | { readonly kind: 'evict'; readonly livesOn: boolean }
    | { readonly kind: 'away'; readonly ms: number }
    | { readonly kind: 'cron' }
    | { readonly kind: 'staff'; readonly showing: number; readonly seat: string }
}

export const holdMsMax = 20_000
export const seatLabels = ['1', '2', '3', '4', '5']
/** With an aisle, a wheelchair place, and a category of its own. */
export const seatPlan = ': 1-2 _ 3a 4 5=vip'

const showing = fc.constantFrom(0, 1)
const seats = fc.shuffledSubarray(seatLabels, { minLength: 1, maxLength: 2 })
export const names = ['Ayush', 'Mira', 'Zoë']
const name = fc.constantFrom(...names)
const pick = fc.nat(1_000)
const pauseMs = fc.oneof(fc.nat(5), fc.nat(5), fc.nat(100), fc.nat(2_000))

const where = fc.oneof(
  fc.record({ showing, seats: fc.constant(undefined) }),
  fc.record({ showing: fc.constant(undefined), seats }),
  fc.record({ showing, seats }),
)

const sometimes = fc.nat(3).map((one) => one === 3)
const wished = { count: fc.integer({ min: 1, max: 4 }), accessible: sometimes, together: sometimes }
const best: fc.Arbitrary<Choice> = fc.oneof(
  { weight: 3, arbitrary: fc.record(wished) },
  { weight: 2, arbitrary: fc.record({ ...wished, category: fc.constantFrom('standard', 'vip') }) },
)

const choice: fc.Arbitrary<Choice> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ seats }) },
  { weight: 2, arbitrary: best },
)
const late = fc.oneof({ weight: 2, arbitrary: fc.nat(1) }, { weight: 1, arbitrary: pick })

const wish: fc.Arbitrary<Wish> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('book'), showing, choice, name }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('hold'), showing, choice }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('bookHeld'),
      pick: late,
      isMisplaced: fc.nat(19).map((one) => one === 19),
      name,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('release'), pick: late }) },
  {
    weight: 3,
    arbitrary: fc.tuple(pick, where).map(([picked, { showing: to, seats: onto }]): Wish => ({
      kind: 'move',
      pick: picked,
      showing: to,
      seats: onto,
    })),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel'), pick }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancelByName'), name }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('block', 'unblock'), showing, seats }),
  },
)

const admission: fc.Arbitrary<Wish> = fc.record({
  kind: fc.constant('admit'),
  pick: late,
  device: fc.constantFrom('Door 1', 'Door 2'),
  isAtTwoDoors: sometimes,
})

const manner = {
  key: fc.oneof(
    { weight: 12, arbitrary: fc.constant('own' as const) },
    { weight: 6, arbitrary: fc.constant('none' as const) },
    { weight: 1, arbitrary: fc.constant('used' as const) },
    { weight: 1, arbitrary: fc.constant('repeat' as const) },
  ),
  pick,
  isRepeated: fc.nat(4).map((one) => one === 4),
}

const errand = fc.record({ pauseMs, wish, ...manner })
const atDoor = fc.record({ pauseMs, wish: admission, ...manner })

const what: fc.Arbitrary<Disturbance['what']> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('evict'), livesOn: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('away'), ms: fc.integer({ min: 10, max: 15_000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cron') }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('staff'), showing, seat: fc.constantFrom(...seatLabels) }),
  },
)

const watching: fc.Arbitrary<Watching> = fc.record({
  showing,
  pauseMs: fc.nat(4_000),
  absences: fc.array(fc.record({ afterMs: fc.nat(5_000), ms: fc.nat(2_000) }), { maxLength: 3 }),
})

/** In percent of calls: some runs have much of one kind, and half of the kinds are absent from each. */
const often = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 25 }))

const plan: fc.Arbitrary<Plan> = fc.record({
  schedule: fc.nat(),
  faults: fc.record({
    lostRequest: often,
    lostReply: often,
    lateRequest: often,
    doubled: often,
    busy: often,
  }),
  releasesLostPercent: fc.constantFrom(0, 0, 10, 50),
  queueMax: fc.constantFrom(deskQueueMax, deskQueueMax, deskQueueMax, deskQueueMax, 3, 2, 2, 1),
  deskRestMs: fc.constantFrom(deskRestMs, deskRestMs, 500, 0),
  holdMs: fc.constantFrom(4_000, 4_000, 4_000, 1_000, holdMsMax),
  endsAfterMs: fc.constantFrom(undefined, undefined, undefined, undefined, 3_000, 6_000, 12_000, 60_000),
  clients: fc.array(fc.array(errand, { minLength: 2, maxLength: 10 }), { minLength: 2, maxLength: 6 }),
  disturbances: fc.array(fc.record({ pauseMs: fc.oneof(fc.nat(200), fc.nat(4_000)), what }), {
    maxLength: 20,
  }),
  viewers: fc.array(watching, { maxLength: 3 }),
  doors: fc.oneof(
    fc.constant([]),
    fc.array(fc.array(atDoor, { minLength: 2, maxLength: 8 }), { minLength: 1, maxLength: 2 }),
  ),
  phoneTicketsMax: fc.constantFrom(seatLabels.length, seatLabels.length, seatLabels.length, 1, 2),
})

/** How fast-check draws the plan of a seed; a path leads to a smaller one that it found. */
function drawing(seed: number, path: string | undefined) {
  return { seed, numRuns: 1, unbiased: true, ...(path === undefined ? {} : { path }) }
}

export function planOf(seed: number, path?: string): Plan {
  const [drawn] = fc.sample(plan, drawing(seed, path))
  if (drawn === undefined) throw new Error(`no plan for seed ${seed}`)
  return drawn
}

export interface Smallest {
  readonly plan: Plan
  readonly path: string
}

/** The smallest plan of a seed that fast-check finds to fail, in about the time given. */
export async function shrink(
  seed: number,
  fails: (plan: Plan) => Promise<boolean>,
  withinMs: number,
): Promise<Smallest | undefined> {
  const until = Date.now() + withinMs
  const { counterexample, counterexamplePath } = await fc.check(
    // When the time is over, everything passes: a run that is under way is never left to go on beside the next.
    fc.asyncProperty(plan, async (smaller) => Date.now() > until || !(await fails(smaller))),
    drawing(seed, undefined),
  )
  if (counterexample === null || counterexamplePath === null) return undefined
  return { plan: counterexample[0], path: counterexamplePath }
}
