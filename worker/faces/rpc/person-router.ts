import { erasedOutput, exportOutput, personInput } from '../../domain/history-schemas.ts'
import { router, procedure, valueOf } from './trpc.ts'

/** Both are mutations: a query would carry the name and the phone in its URL. */
export const personRouter = router({
  erase: procedure
    .input(personInput)
    .output(erasedOutput)
    .mutation(async (opts) => valueOf(await opts.ctx.office.erasePerson(opts.input))),
  export: procedure
    .input(personInput)
    .output(exportOutput)
    .mutation(async (opts) => valueOf(await opts.ctx.office.exportPerson(opts.input))),
})
