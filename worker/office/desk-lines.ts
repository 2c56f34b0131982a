import type { Change } from '../../db/desk-changes.ts'
import type { DeskAnswer } from '../desk/counter.ts'
import { type Asked, type AskedAt, type Decision, decidedBy } from '../desk/order.ts'
import { accept } from '../domain/result.ts'
import type { Showing, ShowingId } from '../domain/showing.ts'
import { Together } from '../together.ts'

/** A showing's desk as the office speaks to it. */
export interface DeskLine {
  decide(asked: Asked): Promise<Decision>
  release(booking: string, seats: readonly string[], movedSince?: number): Promise<void>
  programmeChanged(): Promise<void>
}

/** The desks of a screen as the runtime has them. */
export interface DesksStub {
  decideAll(asked: readonly AskedAt[]): Promise<readonly DeskAnswer[]>
  hear(eventId: string): Promise<DeskAnswer>
  release(
    showing: ShowingId,
    booking: string,
    seats: readonly string[],
    movedSince: number | undefined,
  ): Promise<void>
  programmeChanged(showing: ShowingId): Promise<void>
}

interface DeskLinesOptions {
  /** A stub may be broken after an exception: it is asked for each time. */
  readonly stubOf: (screen: string) => DesksStub
  readonly pause: (ms: number) => Promise<void>
  readonly now: () => number
}

/** The lines to all desks. What an isolate has to ask one screen's at the same moment it asks in one call. */
export function deskLines({ stubOf, pause, now }: DeskLinesOptions): (showing: Showing) => DeskLine {
  const together = new Together<string, AskedAt, DeskAnswer>({
    carry: (screen, asked) => stubOf(screen).decideAll(asked),
    pause,
    now,
  })
  return ({ id: showing, screen }) => ({
    decide: async (asked) => {
      const { change } = asked
      const answer = await together.ask(screen, { ...asked, showing })
      return decisionOf(answer === 'not yet' ? await stubOf(screen).hear(change.eventId) : answer, change)
    },
    release: (booking, seats, movedSince) => stubOf(screen).release(showing, booking, seats, movedSince),
    programmeChanged: () => stubOf(screen).programmeChanged(showing),
  })
}

function decisionOf(answer: DeskAnswer, change: Change): Decision {
  if (answer === 'broken' || answer === 'not yet') throw new Error('the desk did not decide')
  return answer === 'as asked' ? accept(decidedBy(change)) : answer
}
