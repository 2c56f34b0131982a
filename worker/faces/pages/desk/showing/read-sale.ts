import type { Failure } from '../../../../domain/failures.ts'
import { type Result, refuse } from '../../../../domain/result.ts'
import { type BookInput, bookInput } from '../../../../domain/schemas.ts'
import { parsed } from '../../../parsed.ts'
import { type FormState, keyField, refusedForm } from '../../form.ts'

const fields = ['seats', 'count', 'name', 'phone']

/** What a form of the counter asks for: the seats that are ticked, or the best of a number. */
export function readSale(showing: string, form: URLSearchParams): Result<BookInput> {
  const seats = form.getAll('seats')
  const count = form.get('count')?.trim() ?? ''
  if (seats.length > 0 && count !== '' && Number(count) !== seats.length) {
    const problem = `is ${count}, but ${seats.length} on the map are ticked; clear one of them`
    return refuse('invalid_request', { issues: [{ field: 'count', problem }] })
  }
  const buyer = {
    name: form.get('name') ?? '',
    phone: form.get('phone') ?? '',
    idempotencyKey: form.get(keyField) ?? undefined,
  }
  const wanted = seats.length > 0 ? { seats } : { best: { count: count === '' ? undefined : Number(count) } }
  return parsed(bookInput, { showing, ...wanted, ...buyer })
}

export function refusedSale(form: URLSearchParams, refused: Failure): FormState {
  const state = refusedForm(form, refused, [...fields, 'best.count'])
  const wrong = new Map([...state.wrong].map(([name, problem]) => [name.replace('best.', ''), problem]))
  const noSeats = form.getAll('seats').length === 0 && (form.get('count') ?? '').trim() === ''
  if (noSeats && wrong.has('count')) wrong.set('count', 'Tick seats on the map, or say how many.')
  return { ...state, wrong }
}
