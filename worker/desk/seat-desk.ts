import { DurableObject } from 'cloudflare:workers'
import { commitGroup } from '../../db/desk-commit.ts'
import { openShowing, readSold } from '../../db/desk-opening.ts'
import { findRemembered } from '../../db/idempotency-keys.ts'
import { openDatabase, sanitized } from '../../db/database.ts'
import { parseShowingId } from '../domain/showing.ts'
import { readSettings } from '../settings.ts'
import { type Asked, Counter, type DeskAnswer } from './counter.ts'
import { Desk } from './desk.ts'
import { realClock } from './real-clock.ts'

/** The Durable Object of one showing: a `Desk` with its wire to the database. */
export class SeatDesk extends DurableObject<Env> {
  readonly #desk: Desk
  readonly #counter: Counter

  constructor(context: DurableObjectState, env: Env) {
    super(context, env)
    const showing = parseShowingId(context.id.name ?? '')
    if (showing === undefined) throw new Error('a desk is addressed by the id of a showing')
    const db = openDatabase(readSettings(env).database)
    const client = db.$client
    this.#desk = new Desk(
      showing,
      {
        open: (doubts) => telling(openShowing(client, showing, doubts)),
        readSold: () => telling(readSold(client, showing.id)),
        commit: (epoch, changes) => commitGroup(client, { showing: showing.id, epoch, changes }),
        findRemembered: (key) => findRemembered(db, key),
      },
      realClock,
    )
    this.#counter = new Counter(this.#desk, realClock)
  }

  decideAll(asked: readonly Asked[]): Promise<DeskAnswer[]> {
    return this.#counter.decideAll(asked)
  }

  hear(eventId: string): Promise<DeskAnswer> {
    return this.#counter.hear(eventId)
  }

  release(booking: string, seats: readonly string[]): void {
    this.#desk.release(booking, seats)
  }
}

/** The desk refuses and goes on; why it had to is for the log. */
async function telling<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading
  } catch (error) {
    console.error({ event: 'desk cannot read', error: sanitized(error).message })
    throw error
  }
}
