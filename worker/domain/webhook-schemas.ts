import * as z from 'zod'
import { urlLengthMax, webhookDescriptionLengthMax } from './limits.ts'
import { idempotencyKey, instant, isWellFormed, line, page, wanted } from './fields.ts'
import { webhookTypes } from './webhook.ts'

const endpointId = z
  .string(wanted('the id of a webhook, as text'))
  .regex(/^wh_[0-9a-z]{1,64}$/, "must be a webhook's id: wh_ and letters and digits")

const eventId = z
  .string(wanted('the id of an event, as its message has it in webhook-id'))
  .regex(/^ev_[0-9a-z_-]{1,160}$/, "must be an event's id, as its message has it in webhook-id")

/** Whether it may be called is judged where it is known what this house allows. */
const url = z
  .string(wanted('the URL of the receiver, as text'))
  .refine(isWellFormed, 'must be well-formed text')
  .trim()
  .max(urlLengthMax, `may have at most ${urlLengthMax} characters`)

const type = z.enum(webhookTypes, `must be one of ${webhookTypes.join(', ')}`)
const types = z
  .array(type, wanted('a list of types, such as ["booking.created"]'))
  .min(1, 'must name at least one type')
  .max(webhookTypes.length, 'names a type twice')
  .refine((list) => new Set(list).size === list.length, 'names a type twice')

const description = line('what the webhook is for, as text', webhookDescriptionLengthMax)

/** Under an idempotency key a retry is answered with the same webhook and the same secret. */
export const webhookAddInput = z.strictObject({
  url,
  /** All where left out. */
  types: types.optional(),
  description: description.optional(),
  idempotencyKey: idempotencyKey.optional(),
})

export const webhooksInput = z.strictObject({}).optional()

/** Naturally idempotent, as removing is. */
export const webhookChangeInput = z.strictObject({
  id: endpointId,
  url: url.optional(),
  types: types.optional(),
  description: description.optional(),
  /** One that is switched on again goes on where it ended. */
  enabled: z.boolean('must be true or false').optional(),
  idempotencyKey: idempotencyKey.optional(),
})

export const webhookRemoveInput = z.strictObject({
  id: endpointId,
  idempotencyKey: idempotencyKey.optional(),
})

const deliveryState = z.enum(['pending', 'delivered', 'given_up'], 'must be pending, delivered or given_up')

export const deliveriesInput = z.strictObject({ id: endpointId, state: deliveryState.optional(), ...page })

/** The same again delivers again; receivers know by the event's id what they have. */
export const webhookReplayInput = z
  .strictObject({
    id: endpointId,
    /** This one. */
    event: eventId.optional(),
    /** This one and all that came after it, in order. */
    from: eventId.optional(),
    /** Those that were given up. */
    givenUp: z.literal(true, 'must be true, or be left out').optional(),
    idempotencyKey: idempotencyKey.optional(),
  })
  .refine(
    ({ event, from, givenUp }) => [event, from, givenUp].filter((given) => given !== undefined).length === 1,
    'must say what to replay, in one way: event, from or givenUp',
  )

export const webhookOutput = z.object({
  id: z.string(),
  url: z.string(),
  types: z.array(type),
  description: z.string(),
  createdAt: instant,
  /** By whom or why it is off: `by staff`; `gone`, as the receiver said; or `failing`, for days. None while it is on. */
  disabled: z.object({ at: instant, why: z.enum(['by staff', 'gone', 'failing']) }).nullable(),
  /** Since when nothing has been taken, and when the receiver is tried again. None where all is well. */
  failing: z.object({ since: instant, failures: z.int(), retryAt: instant }).nullable(),
  /** Deliveries that are under way or wait for another try, and those that were given up. */
  pending: z.int(),
  givenUp: z.int(),
  /** Events that nobody has looked at yet. */
  ahead: z.int(),
})

/** What the messages are signed with is shown here, and never again. */
export const newWebhookOutput = webhookOutput.extend({ secret: z.string() })

export const webhooksOutput = z.object({ webhooks: z.array(webhookOutput) })

export const removedWebhookOutput = z.object({ removed: z.string() })

const delivery = z.object({
  /** As its message has it in `webhook-id`. */
  event: z.string(),
  type: type.nullable(),
  happenedAt: instant,
  state: deliveryState,
  attempts: z.int(),
  firstAt: instant.nullable(),
  /** Why the last try failed. */
  problem: z.string().nullable(),
  /** When it is tried next; none where it is settled. */
  nextAt: instant.nullable(),
  settledAt: instant.nullable(),
})

/** The latest event first. */
export const deliveriesOutput = z.object({ deliveries: z.array(delivery), next: z.string().optional() })

/** How many are delivered again; all that follow an event are not counted. */
export const replayedOutput = z.object({ replayed: z.union([z.int(), z.literal('all')]) })

export type WebhookAddInput = z.output<typeof webhookAddInput>
export type WebhookChangeInput = z.output<typeof webhookChangeInput>
export type DeliveriesInput = z.output<typeof deliveriesInput>
export type WebhookReplayInput = z.output<typeof webhookReplayInput>
export type Webhook = z.output<typeof webhookOutput>
export type NewWebhook = z.output<typeof newWebhookOutput>
export type Webhooks = z.output<typeof webhooksOutput>
export type RemovedWebhook = z.output<typeof removedWebhookOutput>
export type Deliveries = z.output<typeof deliveriesOutput>
export type Replayed = z.output<typeof replayedOutput>
