import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/libsql/http'
import { describe, expect, it } from 'vitest'
import { failureOfThrown } from '../../worker/office/thrown.ts'
import { type Office, openOffice } from '../../worker/office/office.ts'
import { openHouse } from '../../worker/office/house.ts'
import type { Result } from '../../worker/domain/result.ts'
import { manager } from '../setup/callers.ts'
import { client, db } from './setup/box-office.ts'
import { partsOn } from './setup/house-on.ts'
import { addShowing, freshScreen } from './setup/programme.ts'

/** An office whose database goes away as soon as a desk has decided. */
function officeOfAnUnluckyHour(): Office {
  let isAway = false
  const unlucky = new Proxy(db.$client, {
    get: (all, name) => {
      if (isAway) return () => Promise.reject(new Error('fetch failed'))
      const own: unknown = Reflect.get(all, name)
      return typeof own === 'function' ? own.bind(all) : own
    },
  })
  const house = openHouse({
    ...partsOn(drizzle(unlucky)),
    stubOf: (screen) => {
      const desks = env.DESKS.getByName(screen)
      return {
        decideAll: async (asked) => {
          const answers = await desks.decideAll(asked)
          isAway = true
          return answers
        },
        hear: (eventId) => desks.hear(eventId),
        release: (showing, booking, seats, movedSince) => desks.release(showing, booking, seats, movedSince),
        programmeChanged: (showing) => desks.programmeChanged(showing),
      }
    },
  })
  return openOffice(house, manager)
}

/** An office whose database goes away once it has written. */
function officeThatWritesOnce(): Office {
  let isAway = false
  const unlucky = new Proxy(db.$client, {
    get: (all, name) => {
      if (isAway) return () => Promise.reject(new Error('fetch failed'))
      const own: unknown = Reflect.get(all, name)
      if (name !== 'batch') return typeof own === 'function' ? own.bind(all) : own
      return async (...args: Parameters<typeof all.batch>) => {
        const results = await all.batch(...args)
        isAway = true
        return results
      }
    },
  })
  return openOffice(openHouse(partsOn(drizzle(unlucky))), manager)
}

async function codeOf(answer: Promise<Result<unknown>>): Promise<string> {
  const heard = await answer.catch((error: unknown) => ({
    ok: false as const,
    failure: failureOfThrown(error, 'of the test'),
  }))
  return heard.ok ? 'done' : heard.failure.code
}

describe('a change that is made, and cannot be told', () => {
  it('is not told as one that changed nothing: seats that staff take off sale', async () => {
    const { id: showing } = await addShowing()
    expect(await codeOf(officeOfAnUnluckyHour().blockSeats({ showing, seats: ['A1'] }))).toBe(
      'outcome_unknown',
    )
    expect(await client.showing.seats.query({ showing })).toMatchObject({
      blocked: expect.arrayContaining(['A1']),
    })
  })

  it('nor is a booking that has a price', async () => {
    const screen = await freshScreen({ plan: 'A: 1-5' })
    const { id: showing } = await addShowing({ screen, prices: { standard: 950 } })
    const buyer = { name: 'Mira', phone: '5550100' }
    const booked = officeOfAnUnluckyHour().book({
      showing,
      seats: ['A1'],
      ...buyer,
      idempotencyKey: undefined,
    })
    expect(await codeOf(booked)).toBe('outcome_unknown')
    expect(await client.showing.seats.query({ showing })).toMatchObject({ sold: ['A1'] })
  })

  it('nor is a staff key, or a webhook', async () => {
    const made = officeThatWritesOnce().keys.createKey({ role: 'door', name: 'Door 1' })
    expect(await codeOf(made)).toBe('outcome_unknown')
    const added = officeThatWritesOnce().webhooks.addWebhook({ url: 'https://hooks.cinema.example/' })
    expect(await codeOf(added)).toBe('outcome_unknown')
  })
})
