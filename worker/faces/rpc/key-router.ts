import {
  keyCreateInput,
  keyOutput,
  keyRevokeInput,
  keysInput,
  keysOutput,
  newKeyOutput,
} from '../../domain/key-schemas.ts'
import { procedure, router, valueOf } from './trpc.ts'

/** The keys that staff show. */
export const keyRouter = router({
  create: procedure
    .input(keyCreateInput)
    .output(newKeyOutput)
    .mutation(async (opts) => valueOf(await opts.ctx.office.keys.createKey(opts.input))),
  list: procedure
    .input(keysInput)
    .output(keysOutput)
    .query(async (opts) => valueOf(await opts.ctx.office.keys.listKeys())),
  revoke: procedure
    .input(keyRevokeInput)
    .output(keyOutput)
    .mutation(async (opts) => valueOf(await opts.ctx.office.keys.revokeKey(opts.input))),
})
