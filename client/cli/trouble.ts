import { TRPCClientError } from '@trpc/client'
import { CommanderError } from 'commander'
import type { AppRouter } from '../../worker/faces/rpc/router.ts'
import { ChangeError } from './idempotency.ts'
import { type Exit, type Status, exitOf, exits } from './exits.ts'

/** What went wrong: in words, for programs, and as this program's exit code. */
export interface Trouble {
  readonly exit: Exit
  readonly code: string
  readonly message: string
  readonly details?: object
}

/** Ends a command by its own judgement. */
export class Verdict extends Error {
  readonly exit: Exit
  readonly code: string

  constructor(exit: Exit, code: string, message: string) {
    super(message)
    this.exit = exit
    this.code = code
  }
}

/** What went wrong; of a change that may have taken effect, how to learn whether it did. */
export function troubleOf(error: unknown, url: string): Trouble {
  if (!(error instanceof ChangeError)) return troubleWith(error, url)
  const trouble = troubleWith(error.cause, url)
  if (trouble.exit !== exits.open) return trouble
  const { idempotencyKey } = error
  const message = `${trouble.message} To try again with one effect: --idempotency-key ${idempotencyKey}`
  return { ...trouble, message, details: { ...trouble.details, idempotencyKey } }
}

/** `url` is where the service was asked. */
function troubleWith(error: unknown, url: string): Trouble {
  if (error instanceof CommanderError) {
    return { exit: exits.invalid, code: 'usage', message: error.message.replace(/^error: /, '') }
  }
  if (error instanceof Verdict) return { exit: error.exit, code: error.code, message: error.message }
  if (isFromClient(error)) return troubleWithService(error, url)
  const message = error instanceof Error ? error.message : String(error)
  return { exit: exits.other, code: 'fault', message }
}

function troubleWithService(error: TRPCClientError<AppRouter>, url: string): Trouble {
  const { data } = error
  if (data == null) {
    const why = reasonOf(error)
    const message = `No answer of a Marquee from ${url} (${why}). Is it running there? MARQUEE_URL says where to ask.`
    return { exit: exits.open, code: 'no_answer', message }
  }
  const { httpStatus, failure } = data
  // A newer service may have a status that this program does not know.
  const known: Partial<Record<Status, Exit>> = exitOf
  return { exit: known[httpStatus] ?? exits.other, ...failure }
}

function reasonOf({ message, cause }: Error): string {
  const inner = cause instanceof Error ? cause.cause : undefined
  if (inner instanceof Error && 'code' in inner && typeof inner.code === 'string') return inner.code
  return message
}

function isFromClient(error: unknown): error is TRPCClientError<AppRouter> {
  return error instanceof TRPCClientError
}
