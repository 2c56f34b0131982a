import * as fc from 'fast-check'
import { hostileKey, hostileValue } from './hostile.ts'

/** One thing done to the fields of a request. `at` chooses among all places in them, however many they are. */
type Spoil =
  | { readonly does: 'drop'; readonly at: number }
  | { readonly does: 'replace'; readonly at: number; readonly by: unknown }
  | { readonly does: 'double'; readonly at: number }
  | { readonly does: 'add'; readonly at: number; readonly key: string; readonly value: unknown }

const at = fc.nat(1_000)

const spoil: fc.Arbitrary<Spoil> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ does: fc.constant('drop' as const), at }) },
  { weight: 6, arbitrary: fc.record({ does: fc.constant('replace' as const), at, by: hostileValue }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('double' as const), at }) },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('add' as const), at, key: hostileKey, value: hostileValue }),
  },
)

/** Fields that are left alone as often as not. */
export function spoiled(fields: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const spoils = fc.oneof(
    { weight: 6, arbitrary: fc.constant<Spoil[]>([]) },
    { weight: 3, arbitrary: fc.array(spoil, { minLength: 1, maxLength: 1 }) },
    { weight: 1, arbitrary: fc.array(spoil, { minLength: 2, maxLength: 4 }) },
  )
  const whole = fc.tuple(fields, spoils).map(([value, all]) => all.reduce<unknown>(applySpoil, value))
  return fc.oneof({ weight: 30, arbitrary: whole }, { weight: 1, arbitrary: hostileValue })
}

function applySpoil(value: unknown, todo: Spoil): unknown {
  const places = countPlaces(value)
  return places === 0 ? value : spoilAt(value, todo, { left: todo.at % places })
}

function countPlaces(value: unknown): number {
  return childrenOf(value).reduce((sum, [, child]) => sum + 1 + countPlaces(child), 0)
}

function childrenOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

function spoilAt(value: unknown, todo: Spoil, place: { left: number }): unknown {
  const children = childrenOf(value).flatMap(([key, child]): [string, unknown][] => {
    const isHere = place.left === 0
    place.left -= 1
    return isHere ? done([key, child], todo) : [[key, spoilAt(child, todo, place)]]
  })
  if (Array.isArray(value)) return children.map(([, child]) => child)
  // Unlike an assignment this makes a key of its own of `__proto__` too.
  return typeof value === 'object' && value !== null ? Object.fromEntries(children) : value
}

function done([key, child]: [string, unknown], todo: Spoil): [string, unknown][] {
  switch (todo.does) {
    case 'drop':
      return []
    case 'replace':
      return [[key, todo.by]]
    case 'double':
      return [[key, [child, child]]]
    case 'add':
      return [
        [key, child],
        [todo.key, todo.value],
      ]
  }
}
