import {
  holdInput,
  holdOutput,
  placeHoldInput,
  releaseHoldInput,
  releasedOutput,
} from '../../domain/schemas.ts'
import { selling, showingNamed } from './failure-groups.ts'
import { operation } from './operation.ts'

export const holdOperations = [
  operation({
    method: 'POST',
    path: '/v1/showings/{showing}/holds',
    id: 'placeHold',
    act: 'placeHold',
    summary: 'Hold seats',
    description:
      'Keeps seats, or the best that are free, for some minutes, at the prices of this moment. Book them by the hold’s id.',
    input: placeHoldInput,
    output: holdOutput,
    run: (office, input) => office.placeHold(input),
    location: ({ id }) => `/v1/holds/${id}`,
    failures: [
      ...selling,
      ...showingNamed,
      'hold_too_large',
      'too_many_holds',
      'hold_expired',
      'hold_not_found',
      'idempotency_key_reused',
    ],
  }),
  operation({
    method: 'GET',
    path: '/v1/holds/{id}',
    id: 'getHold',
    act: 'seeHold',
    summary: 'See a hold',
    input: holdInput,
    output: holdOutput,
    run: (office, input) => office.seeHold(input),
    failures: ['hold_not_found', 'hold_expired'],
  }),
  operation({
    method: 'DELETE',
    path: '/v1/holds/{id}',
    id: 'releaseHold',
    act: 'releaseHold',
    summary: 'Release a hold',
    description: 'Its seats are free at once. To release again is to have released.',
    input: releaseHoldInput,
    output: releasedOutput,
    run: (office, input) => office.releaseHold(input),
    isEmpty: true,
  }),
]
