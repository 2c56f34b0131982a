import * as z from 'zod'
import { type FailureCode, failureTable } from '../../worker/domain/failures.ts'
import type { Outcome, Request } from '../judge/history.ts'
import type { Call, Reply } from './caller.ts'

/** How requests are said in the words of a face, and its answers in the words of a history. */
export interface Face {
  readonly says: (request: Request, key: string | undefined) => Call
  readonly means: (request: Request, reply: Reply) => Outcome
}

export const undocumented: Outcome = { kind: 'undocumented' }

export const failureCode = z.string().refine(isFailureCode)

function isFailureCode(code: string): code is FailureCode {
  return Object.hasOwn(failureTable, code)
}

/** The parsed JSON; undefined where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
