import type { Change } from '../../db/desk-changes.ts'
import type { DeskAnswer } from '../desk/counter.ts'
import { type Asked, type Decision, decidedBy } from '../desk/order.ts'
import { accept } from '../domain/result.ts'
import type { ShowingId } from '../domain/showing.ts'
import { Together } from '../together.ts'

/** A showing's desk as the office speaks to it. */
export interface DeskLine {
  decide(asked: Asked): Promise<Decision>
  release(booking: string, seats: readonly string[]): Promise<void>
  programmeChanged(): Promise<void>
}

/** A showing's desk as the runtime has it. */
export interface DeskStub {
  decideAll(asked: readonly Asked[]): Promise<readonly DeskAnswer[]>
  hear(eventId: string): Promise<DeskAnswer>
  release(booking: string, seats: readonly string[]): Promise<void>
  programmeChanged(): Promise<void>
}

interface DeskLinesOptions {
  /** A stub may be broken after an exception: it is asked for each time. */
  readonly stubOf: (showing: ShowingId) => DeskStub
  readonly pause: (ms: number) => Promise<void>
  readonly now: () => number
}

/** The lines to all desks. What an isolate has to ask one desk at the same moment it asks in one call. */
export function deskLines({ stubOf, pause, now }: DeskLinesOptions): (showing: ShowingId) => DeskLine {
  const together = new Together<ShowingId, Asked, DeskAnswer>({
    carry: (showing, asked) => stubOf(showing).decideAll(asked),
    pause,
    now,
  })
  return (showing) => ({
    decide: async (asked) => {
      const { change } = asked
      const answer = await together.ask(showing, asked)
      return decisionOf(answer === 'not yet' ? await stubOf(showing).hear(change.eventId) : answer, change)
    },
    release: (booking, seats) => stubOf(showing).release(booking, seats),
    programmeChanged: () => stubOf(showing).programmeChanged(),
  })
}

function decisionOf(answer: DeskAnswer, change: Change): Decision {
  if (answer === 'broken' || answer === 'not yet') throw new Error('the desk did not decide')
  return answer === 'as asked' ? accept(decidedBy(change)) : answer
}
