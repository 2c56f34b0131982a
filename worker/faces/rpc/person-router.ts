import { erasedOutput, exportOutput, personInput } from '../../domain/history-schemas.ts'
import { router, staffProcedure, valueOf } from './trpc.ts'

/** Both are mutations: a query would carry the name and the phone in its URL. */
export const personRouter = router({
  erase: staffProcedure
    .input(personInput)
    .output(erasedOutput)
    .mutation(async (opts) => valueOf(await opts.ctx.office.erasePerson(opts.input))),
  export: staffProcedure
    .input(personInput)
    .output(exportOutput)
    .mutation(async (opts) => valueOf(await opts.ctx.office.exportPerson(opts.input))),
})
