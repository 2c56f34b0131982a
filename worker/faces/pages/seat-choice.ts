import { idempotencyKeyLengthMax, idempotencyKeyLengthMin, seatsPerHoldMax } from '../../domain/limits.ts'
import { malformed } from '../json-body.ts'
import { type Result, accept } from '../../domain/result.ts'
import { textOf } from './read-form.ts'

/** What a buyer asks for on a showing's page: seats of the map, or the best that there are. */
export type Wanted = { readonly seats: string[] } | { readonly best: BestWish }

interface BestWish {
  readonly count: number
  readonly category?: string
  readonly accessible?: true
}

/** What stands in the form, to stand there again. */
export interface SeatChoice {
  readonly seats: readonly string[]
  readonly count: number
  readonly category: string
  readonly accessible: boolean
  /** Made with the page, so that what is sent twice is known again. */
  readonly nonce: string
}

const countDefault = 2

export function freshChoice(seats: readonly string[] = []): SeatChoice {
  return { seats, count: countDefault, category: '', accessible: false, nonce: crypto.randomUUID() }
}

export function choiceOf(form: URLSearchParams): SeatChoice {
  const count = Number(textOf(form, 'count'))
  const nonce = textOf(form, 'key')
  const isNonce = nonce.length >= idempotencyKeyLengthMin && nonce.length <= idempotencyKeyLengthMax
  return {
    seats: [...new Set(form.getAll('seat'))],
    count: Number.isInteger(count) && count >= 1 && count <= seatsPerHoldMax ? count : countDefault,
    category: textOf(form, 'category'),
    accessible: form.has('accessible'),
    nonce: isNonce ? nonce : crypto.randomUUID(),
  }
}

/** Which of the form's buttons was pressed, and what it stands for. */
export function wantedOf(form: URLSearchParams, choice: SeatChoice): Result<Wanted> {
  if (form.get('by') === 'best') {
    const { count, category, accessible } = choice
    const best = {
      count,
      ...(category === '' ? {} : { category }),
      ...(accessible ? { accessible: true as const } : {}),
    }
    return accept({ best })
  }
  const seats = offered(textOf(form, 'offer')) ?? [...choice.seats]
  return seats.length === 0 ? malformed('', 'Choose a seat on the map first.') : accept({ seats })
}

/** The same for the same choice on the same page, and another one for another. */
export async function keyFor({ nonce }: SeatChoice, wanted: Wanted): Promise<string> {
  const text = new TextEncoder().encode(`${nonce}\n${JSON.stringify(wanted)}`)
  return new Uint8Array(await crypto.subtle.digest('SHA-256', text)).toHex()
}

/** Labels may have any sign in them, so that an offer travels as JSON. */
export function offerText(seats: readonly string[]): string {
  return JSON.stringify(seats)
}

function offered(text: string): string[] | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) && value.every((label) => typeof label === 'string') ? value : undefined
  } catch {
    return undefined
  }
}
