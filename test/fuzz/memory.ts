import * as z from 'zod'
import { nameLengthMax } from '../../worker/domain/limits.ts'
import { showingAt } from '../../worker/domain/showing.ts'
import { parseTicketCode } from '../../worker/domain/ticket-code.ts'
import type { Effect } from './effects.ts'
import type { Outcome } from './judge.ts'
import type { WireRequest } from './wire.ts'

const dayMs = 86_400_000
const halfHourMs = dayMs / 48
const keyedMax = 300
const noBooking = `bk_${'0'.repeat(33)}`

const noHold = `hd_${'0'.repeat(33)}_main-20261124T1830Z`

/** Marks the names and phones that the fuzz makes up, so that they are known again wherever they should not be. */
export const marks = /Nq[0-9a-z]+q|99055\d{8}/g

/** Those of the house's own `booking.tickets`, over either face. */
const ticketList = z.object({ booking: z.string(), tickets: z.array(z.object({ code: z.string() })).min(1) })
const page = z.object({ next: z.string() })
const staffKey = z.object({ id: z.string(), key: z.string() })
const webhook = z.object({ id: z.string(), secret: z.string() })
const deliveries = z.object({ deliveries: z.array(z.object({ event: z.string() })) })

/** What was answered before, and the day: all that the symbols of a plan stand for. */
export class Memory {
  readonly #bookings: { readonly id: string; readonly name: string }[] = []
  readonly #programmed: string[] = []
  readonly #holds: string[] = []
  readonly #staffKeys: string[] = []
  readonly #ticketCodes: string[] = []
  readonly #webhooks: string[] = []
  readonly #events: string[] = []
  readonly #keyed: WireRequest[] = []
  readonly #today: number
  readonly #receiver: string
  #cursor = 'WzAsImJrXyJd'

  /** Webhooks go to the receiver. */
  constructor({ now, receiver }: { now: number; receiver: string }) {
    this.#receiver = receiver
    this.#today = now - (now % dayMs)
  }

  /** The fields of request number `n`, with every symbol replaced. */
  resolve(fields: unknown, n: number): unknown {
    return this.#replace(fields, { n, root: fields })
  }

  sent(request: WireRequest): void {
    this.#keyed.push(request)
    if (this.#keyed.length > keyedMax) this.#keyed.shift()
  }

  get booked(): number {
    return this.#bookings.length
  }

  learn(outcomes: readonly Outcome[], effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.kind === 'added') {
        if (effect.what === 'showing') this.#programmed.push(effect.id)
        if (effect.what === 'hold') this.#holds.push(effect.id)
        continue
      }
      const { kind, booking = '', name = '' } = effect
      if (kind === 'booked') this.#bookings.push({ id: booking, name })
    }
    for (const { value } of outcomes) {
      this.#cursor = page.safeParse(value).data?.next ?? this.#cursor
      const { tickets = [] } = ticketList.safeParse(value).data ?? {}
      this.#ticketCodes.push(...tickets.map(({ code }) => code))
      const { id } = staffKey.safeParse(value).data ?? {}
      if (id !== undefined) this.#staffKeys.push(id)
      const added = webhook.safeParse(value).data
      if (added !== undefined) this.#webhooks.push(added.id)
      this.#events.push(...(deliveries.safeParse(value).data?.deliveries.map(({ event }) => event) ?? []))
    }
  }

  /** An earlier request that carried a key. */
  again(ago: number): WireRequest | undefined {
    return this.#keyed.at(-1 - (ago % Math.max(this.#keyed.length, 1)))
  }

  #replace(value: unknown, scope: Scope): unknown {
    if (typeof value === 'string') return this.#meaning(value, scope)
    if (Array.isArray(value)) return value.map((item) => this.#replace(item, scope))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, this.#replace(child, scope)]))
  }

  #meaning(text: string, { n, root }: Scope): unknown {
    const [, kind, argument = '', more = ''] = /^@(\w+):([\w-]+)(?::(\w+))?$/.exec(text) ?? []
    switch (kind) {
      case 'booking':
        return this.#earlier(argument)?.id ?? noBooking
      case 'buyer':
        return this.#earlier(argument)?.name ?? 'Nobody'
      case 'name':
        return nameOf(argument, `Nq${n.toString(36)}q`)
      case 'phone':
        return phoneOf(argument, `99055${String(n).padStart(8, '0')}`)
      case 'day':
        return this.#instant(argument).slice(0, 10)
      case 'showing':
        return showingAt('main', Date.parse(this.#instant(argument, Number(more) * halfHourMs))).id
      case 'programmed':
        return latest(this.#programmed, argument) ?? showingAt('main', this.#today).id
      case 'hold':
        return latest(this.#holds, argument) ?? noHold
      case 'staff':
        return latest(this.#staffKeys, argument) ?? 'mqk_0000000000'
      case 'ticket':
        return latest(this.#ticketCodes, argument) ?? 'MQ.AQAB'
      case 'door':
        return (
          parseTicketCode(latest(this.#ticketCodes, argument) ?? '')?.showing ??
          showingAt('main', this.#today).id
        )
      case 'receiver':
        return this.#receiver
      case 'webhook':
        return latest(this.#webhooks, argument) ?? `wh_${'0'.repeat(20)}`
      case 'event':
        return latest(this.#events, argument) ?? 'ev_none'
      case 'instant':
        return this.#instant(argument)
      case 'key':
        return argument === 'fresh'
          ? `fresh-key-${n}`.padEnd(16, '.')
          : `key-of-many-${argument.padStart(8, '0')}`
      case 'cursor':
        return this.#cursor
      case 'count':
        return countOf(root)
      default:
        return text
    }
  }

  #earlier(ago: string): { readonly id: string; readonly name: string } | undefined {
    return this.#bookings.at(-1 - Number(ago))
  }

  #instant(days: string, afterMs = 0): string {
    return new Date(this.#today + Number(days) * dayMs + afterMs).toISOString()
  }
}

/** There are few of them: who counts too far back begins anew. */
function latest(ids: readonly string[], ago: string): string | undefined {
  return ids.at(-1 - (Number(ago) % Math.max(ids.length, 1)))
}

interface Scope {
  readonly n: number
  readonly root: unknown
}

function nameOf(style: string, mark: string): string {
  switch (style) {
    case 'umlaut':
      return `Zoë Müller ${mark}`
    case 'kanji':
      return `山田 太郎 ${mark}`
    case 'emoji':
      return `👩‍👩‍👧 ${mark}`
    case 'decomposed':
      return `Zoe\u0308 ${mark}`
    case 'padded':
      return `  ${mark}  O  `
    case 'quoted':
      return `O'Neil & "Søn"/2 100% ${mark}`
    case 'longest':
      return mark.padEnd(nameLengthMax, 'é')
    default:
      return `Buyer ${mark}`
  }
}

function phoneOf(style: string, digits: string): string | number {
  switch (style) {
    case 'plus':
      return `+${digits}`
    case 'spaced':
      return ` (0${digits}) `
    case 'number':
      return Number(digits)
    default:
      return digits
  }
}

function countOf(fields: unknown): number {
  if (typeof fields !== 'object' || fields === null || !('seats' in fields)) return 1
  return Array.isArray(fields.seats) ? fields.seats.length : 1
}
