import type { Client } from '@libsql/client/http'
import { type RawEntry, entriesOfProgramme } from '../../db/history/pages.ts'
import { programmeRows } from '../../db/history/programme-rows.ts'
import { programmeLooksMax } from '../domain/limits.ts'
import type { Finding } from './finding.ts'
import { listIn, recordIn } from './stored-json.ts'

/** What the programme is made of, by what its entries tell last. It is small beside what is booked, and held as a whole. */
interface ToldProgramme {
  readonly facts: Map<string, string>
  readonly blocked: Map<string, Set<string>>
  lastSequence: number
}

/**
 * Compares the programme with what its entries tell last; again where something was entered meanwhile. In the end it tells only of what
 * nothing was entered of since: the rest may have been changed after it was listened for, and is for the next time.
 */
export async function* verifyProgramme(client: Client): AsyncGenerator<Finding> {
  const told: ToldProgramme = { facts: new Map(), blocked: new Map(), lastSequence: Number.MIN_SAFE_INTEGER }
  await listen(client, told)
  for (let looks = 1; ; looks += 1) {
    const found = await compare(client, told)
    if (found.length === 0) return
    const news = await listen(client, told)
    if (news.size === 0 || looks === programmeLooksMax) {
      return yield* found.filter(({ subject }) => !news.has(subject))
    }
  }
}

/** Answers what the entries are of that it had not heard yet. */
async function listen(client: Client, told: ToldProgramme): Promise<ReadonlySet<string | undefined>> {
  const news = new Set<string | undefined>()
  for await (const entry of entriesOfProgramme(client, told.lastSequence)) {
    told.lastSequence = entry.sequence
    const subject = subjectOf(entry)
    news.add(subject)
    if (entry.kind === 'seats.blocked' || entry.kind === 'seats.unblocked') block(told, entry)
    else if (subject !== undefined) told.facts.set(subject, String(entry.after))
  }
  return news
}

function block({ blocked }: ToldProgramme, { kind, showing, seats }: RawEntry): void {
  const known = blocked.get(String(showing)) ?? new Set()
  blocked.set(String(showing), known)
  for (const seat of seatsIn(seats)) {
    if (kind === 'seats.blocked') known.add(seat)
    else known.delete(seat)
  }
}

function subjectOf({ kind, showing, after }: RawEntry): string | undefined {
  if (kind === 'seats.blocked' || kind === 'seats.unblocked') return `${blockedSeatsOf}${String(showing)}`
  const facts = recordIn(after)
  switch (String(kind).split('.')[0]) {
    case 'venue':
      return 'venue'
    case 'screen':
      return `screen ${String(facts['id'])}`
    case 'movie':
      return `movie ${String(facts['id'])}`
    case 'showing':
      return `showing ${String(facts['id'])}`
    case 'key':
      return `key ${String(facts['id'])}`
    case 'webhook':
      return `webhook ${String(facts['id'])}`
    case 'plan':
      return `plan ${String(facts['screen'])} ${String(facts['version'])}`
    default:
      return undefined
  }
}

async function compare(client: Client, { facts, blocked }: ToldProgramme): Promise<Finding[]> {
  const found: Finding[] = []
  const say = (subject: string, detail: string): void => {
    found.push({ kind: 'programme changed outside', subject, detail })
  }
  const unseen = new Set(facts.keys())
  const blockedUnseen = new Map(blocked)
  for await (const { subject, facts: stored } of programmeRows(client)) {
    unseen.delete(subject)
    const told = facts.get(subject)
    if (subject.startsWith(blockedSeatsOf)) {
      const showing = subject.slice(blockedSeatsOf.length)
      const isTold =
        JSON.stringify([...(blocked.get(showing) ?? [])].sort()) === JSON.stringify(seatsIn(stored).sort())
      blockedUnseen.delete(showing)
      if (!isTold) say(subject, 'not as entered')
    } else if (told === undefined) {
      if (!isOpenSchedules(subject, stored)) say(subject, 'nobody entered it')
    } else if (told !== stored && JSON.stringify(recordIn(told)) !== JSON.stringify(recordIn(stored))) {
      say(subject, 'not as entered last')
    }
  }
  for (const subject of unseen) {
    if (!isForgotten(subject, facts.get(subject))) say(subject, 'it is missing')
  }
  for (const [showing, seats] of blockedUnseen)
    if (seats.size > 0) say(`${blockedSeatsOf}${showing}`, 'they are missing')
  return found
}

/** A revoked key goes after a year, a removed webhook with the last of its deliveries. */
function isForgotten(subject: string, facts: unknown): boolean {
  const { revokedAt, removedAt } = recordIn(facts)
  if (subject.startsWith('key ')) return typeof revokedAt === 'number'
  return subject.startsWith('webhook ') && typeof removedAt === 'number'
}

const blockedSeatsOf = 'blocked seats of '

/** It came to be with its first booking, and has nothing that staff laid down. */
function isOpenSchedules(subject: string, facts: string): boolean {
  const { movieId, endsAt, prices, salesOpenAt, salesCloseAt, cancelledAt } = recordIn(facts)
  return (
    subject.startsWith('showing ') &&
    [movieId, endsAt, prices, salesOpenAt, salesCloseAt, cancelledAt].every((fact) => fact === null)
  )
}

function seatsIn(json: unknown): string[] {
  return listIn(json).map(String)
}
