import * as z from 'zod'
import { roles } from './caller.ts'
import { keyNameLengthMax } from './limits.ts'
import { idempotencyKey, instant, line, wanted } from './fields.ts'

const role = z.enum(roles, `must be a role: ${roles.join(', ')}`)

/** Under an idempotency key a retry is answered with the same key. */
export const keyCreateInput = z.strictObject({
  role,
  /** Whose it is, or what it is for. */
  name: line('what the key is for, as text', keyNameLengthMax),
  idempotencyKey: idempotencyKey.optional(),
})

export const keysInput = z.strictObject({}).optional()

/** Naturally idempotent: what is revoked already stays so. */
export const keyRevokeInput = z.strictObject({
  id: z
    .string(wanted('the id of a staff key, as text'))
    .regex(/^mqk_[0-9a-z]{10}$/, "must be a staff key's id: mqk_ and ten letters and digits"),
  idempotencyKey: idempotencyKey.optional(),
})

export const keyOutput = z.object({
  id: z.string(),
  role,
  name: z.string(),
  createdAt: instant,
  /** To the minute. */
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
})

/** The key itself is shown here, and never again. */
export const newKeyOutput = keyOutput.extend({ key: z.string() })

export const keysOutput = z.object({ keys: z.array(keyOutput) })

export type KeyCreateInput = z.output<typeof keyCreateInput>
export type StaffKey = z.output<typeof keyOutput>
export type NewStaffKey = z.output<typeof newKeyOutput>
export type StaffKeys = z.output<typeof keysOutput>
