import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { listInput } from '../../worker/domain/schemas.ts'
import { fingerprinter } from '../../worker/fingerprint.ts'
import { wiresTo } from '../../worker/office/desk-wires.ts'
import { openHouse } from '../../worker/office/house.ts'
import { idsBy } from '../../worker/office/ids.ts'
import { type Office, openOffice } from '../../worker/office/office.ts'
import { ticketSigner } from '../../worker/office/tickets/ticket-signer.ts'
import { testTicketKey } from '../setup/ticket-key.ts'
import { db } from './setup/box-office.ts'
import { addScreen } from './setup/screens.ts'
import { manager } from '../setup/callers.ts'

const year = new Date().getUTCFullYear() + 1

/** A house in Berlin, where the clocks change on the last Sundays of March and October. */
function berlin(now = Date.now): Office {
  return openOffice(
    openHouse({
      db,
      zone: 'Europe/Berlin',
      now,
      newId: idsBy(Date.now),
      ...wiresTo(env.DESKS),
      pause: (ms) => scheduler.wait(ms),
      ticketSigner: ticketSigner(testTicketKey),
      fingerprint: fingerprinter('a key for the fingerprints of the tests'),
    }),
    manager,
  )
}

function lastSunday(month: number): string {
  const last = new Date(Date.UTC(year, month, 0))
  last.setUTCDate(last.getUTCDate() - last.getUTCDay())
  return last.toISOString().slice(0, 10)
}

const buyer = { name: 'Zoë', phone: '12345' }

describe('a house in Berlin', () => {
  it('refuses a time that the clocks skip, and says why', async () => {
    const showing = { date: lastSunday(3), time: '02:30', screen: 'main' }
    const refused = await berlin().book({ showing, seats: ['A1'], ...buyer })
    expect(refused).toMatchObject({
      ok: false,
      failure: {
        code: 'invalid_request',
        message: expect.stringContaining(`02:30 does not exist on ${showing.date}`),
      },
    })
    expect(await berlin().listBookings(listInput.parse({ date: showing.date, time: '02:30' }))).toMatchObject(
      {
        value: { bookings: [] },
      },
    )
  })

  it('takes the earlier of a time that exists twice', async () => {
    const showing = { date: lastSunday(10), time: '02:30', screen: 'main' }
    const booked = await berlin().book({ showing, seats: ['A1'], ...buyer })
    expect(booked).toMatchObject({
      value: { showing: { ...showing, startsAt: `${showing.date}T00:30:00.000Z` } },
    })
  })

  it('moves who only changes the screen to the same instant, also where its local time exists twice', async () => {
    const [date, later] = [lastSunday(10), '01:30']
    const showing = `main-${date.replaceAll('-', '')}T${later.replace(':', '')}Z`
    const booked = await berlin().book({ showing, seats: ['A1'], ...buyer })
    if (!booked.ok) throw new Error('not booked')
    const screen = await addScreen('A: 1-5')
    expect(await berlin().move({ id: booked.value.id, showing: { screen } })).toMatchObject({
      value: { showing: { screen, time: '02:30', startsAt: `${date}T${later}:00.000Z` } },
    })
  })

  it('lists the bookings of its own day, and expires them 8 real hours after their start', async () => {
    const evening = {
      date: new Date(Date.parse(lastSunday(3)) - 86_400_000).toISOString().slice(0, 10),
      time: '23:30',
    }
    const office = berlin()
    const booked = await office.book({ showing: { ...evening, screen: 'main' }, seats: ['A1'], ...buyer })
    if (!booked.ok) throw new Error('not booked')
    const { id, expiresAt } = booked.value
    const listed = await office.listBookings(listInput.parse({ date: evening.date }))
    expect(listed).toMatchObject({ value: { bookings: [{ id }] } })
    // From 23:30 over the skipped hour: 08:30 on the clock, 8 hours later.
    expect(expiresAt).toBe(`${lastSunday(3)}T06:30:00.000Z`)
    const due = Date.parse(expiresAt)
    expect(await berlin(() => due - 1).seeBooking({ id })).toMatchObject({ value: { status: 'booked' } })
    expect(await berlin(() => due).seeBooking({ id })).toMatchObject({ value: { status: 'expired' } })
  })

  it('changes nothing of a booking that has expired, marked or not', async () => {
    const office = berlin()
    const showing = { date: lastSunday(3), time: '20:00', screen: 'main' }
    const booked = await office.book({ showing, seats: ['A1'], name: 'Late', phone: '12345' })
    if (!booked.ok) throw new Error('not booked')
    const { id, expiresAt } = booked.value
    const late = berlin(() => Date.parse(expiresAt))
    expect(await late.cancel({ id })).toMatchObject({ failure: { code: 'booking_expired' } })
    expect(await late.move({ id, seats: ['A2'] })).toMatchObject({ failure: { code: 'booking_expired' } })
    expect(await late.cancelByName({ name: 'Late' })).toMatchObject({
      failure: { code: 'booking_not_found' },
    })
  })
})
