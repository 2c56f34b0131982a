import {
  movieAddInput,
  movieChangeInput,
  movieInput,
  movieOutput,
  moviePageOutput,
  moviesInput,
  programmeOutput,
  programmedOutput,
  screenAddInput,
  screenChangeInput,
  screenInput,
  screenOutput,
  screensInput,
  screensOutput,
  showingAddInput,
  showingChangeInput,
  showingSubjectInput,
  showingsInput,
  venueChangeInput,
  venueInput,
  venueOutput,
} from '../../domain/programme-schemas.ts'
import { procedure, router, valueOf } from './trpc.ts'

/*
 * The programme: everybody reads it, staff lay it down. Each change may be sent again as it stands: the same addition is answered with
 * what is there already, and a change that has been made changes nothing.
 */

export const venueRouter = router({
  get: procedure
    .input(venueInput)
    .output(venueOutput)
    .query(async (opts) => valueOf(await opts.ctx.office.programme.seeVenue())),
  change: procedure
    .input(venueChangeInput)
    .output(venueOutput)
    .mutation(async (opts) => valueOf(await opts.ctx.office.programme.changeVenue(opts.input))),
})

export const screenRouter = router({
  list: procedure
    .input(screensInput)
    .output(screensOutput)
    .query(async (opts) => valueOf(await opts.ctx.office.programme.listScreens())),
  get: procedure
    .input(screenInput)
    .output(screenOutput)
    .query(async (opts) => valueOf(await opts.ctx.office.programme.seeScreen(opts.input))),
  add: procedure
    .input(screenAddInput)
    .output(screenOutput)
    .mutation(async (opts) => valueOf(await opts.ctx.office.programme.addScreen(opts.input))),
  change: procedure
    .input(screenChangeInput)
    .output(screenOutput)
    .mutation(async (opts) => valueOf(await opts.ctx.office.programme.changeScreen(opts.input))),
})

export const movieRouter = router({
  list: procedure
    .input(moviesInput)
    .output(moviePageOutput)
    .query(async (opts) => valueOf(await opts.ctx.office.programme.listMovies(opts.input))),
  get: procedure
    .input(movieInput)
    .output(movieOutput)
    .query(async (opts) => valueOf(await opts.ctx.office.programme.seeMovie(opts.input))),
  add: procedure
    .input(movieAddInput)
    .output(movieOutput)
    .mutation(async (opts) => valueOf(await opts.ctx.office.programme.addMovie(opts.input))),
  change: procedure
    .input(movieChangeInput)
    .output(movieOutput)
    .mutation(async (opts) => valueOf(await opts.ctx.office.programme.changeMovie(opts.input))),
})

/** Beside those of a showing's seats. */
export const programmeProcedures = {
  list: procedure
    .input(showingsInput)
    .output(programmeOutput)
    .query(async (opts) => valueOf(await opts.ctx.office.programme.listShowings(opts.input))),
  add: procedure
    .input(showingAddInput)
    .output(programmedOutput)
    .mutation(async (opts) => valueOf(await opts.ctx.office.programme.addShowing(opts.input))),
  change: procedure
    .input(showingChangeInput)
    .output(programmedOutput)
    .mutation(async (opts) => valueOf(await opts.ctx.office.programme.changeShowing(opts.input))),
  cancel: procedure
    .input(showingSubjectInput)
    .output(programmedOutput)
    .mutation(async (opts) => valueOf(await opts.ctx.office.programme.cancelShowing(opts.input))),
  reopen: procedure
    .input(showingSubjectInput)
    .output(programmedOutput)
    .mutation(async (opts) => valueOf(await opts.ctx.office.programme.reopenShowing(opts.input))),
}
