import * as z from 'zod'
import { failureTable } from '../../worker/domain/failures.ts'
import { ticketKeysOutput } from '../../worker/domain/ticket-schemas.ts'
import type { Described } from './described.ts'
import { codes, failuresOf, problemResponses } from './problems.ts'
import { schemaOf } from './schemas.ts'

const alive = z.object({ status: z.literal('alive') })
const ready = z.object({ status: z.literal('ready'), warnings: z.array(z.string()) })
const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(codes()),
  retry: z.boolean(),
})

/** What is neither of a resource nor classic. */
export function describedOthers(): Described[] {
  return [
    {
      method: 'GET',
      path: '/healthz',
      id: 'isAlive',
      tag: 'health',
      summary: 'Whether the house lives',
      parameters: [],
      responses: { '200': ok(alive), '403': { $ref: '#/components/responses/Classic403' } },
    },
    {
      method: 'GET',
      path: '/readyz',
      id: 'isReady',
      tag: 'health',
      summary: 'Whether the house can sell',
      description: 'Warns where bookings and tickets differ, or have not been compared yet.',
      parameters: [],
      responses: {
        '200': ok(ready),
        '403': { $ref: '#/components/responses/Classic403' },
        '503': { $ref: '#/components/responses/Classic503' },
      },
    },
    {
      method: 'GET',
      path: '/.well-known/ticket-keys.json',
      id: 'getTicketKeys',
      tag: 'tickets',
      summary: 'The public keys of the tickets’ codes',
      description: 'A JWK set: the key that signs, and those that did before.',
      parameters: [],
      responses: {
        '200': ok(ticketKeysOutput, 'application/jwk-set+json'),
        '403': { $ref: '#/components/responses/Classic403' },
      },
    },
    {
      method: 'GET',
      path: '/problems/{code}',
      id: 'getProblem',
      tag: 'problems',
      summary: 'What a problem’s type means',
      parameters: [
        {
          name: 'code',
          in: 'path',
          required: true,
          schema: { type: 'string', enum: Object.keys(failureTable) },
        },
      ],
      responses: {
        '200': ok(problem),
        ...problemResponses(failuresOf(['route_not_found'], false)),
      },
    },
  ]
}

function ok(schema: z.ZodType, media = 'application/json') {
  return { description: 'Done.', content: { [media]: { schema: schemaOf(schema, 'output') } } }
}
