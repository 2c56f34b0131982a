import { describe, expect, it } from 'vitest'
import { parseShowingId, showingAt } from '../../worker/domain/showing.ts'
import { dayOf, instantOf, isLocalDate, localOf, parseTimeOfDay } from '../../worker/domain/venue-time.ts'

const berlin = 'Europe/Berlin'

describe('local time', () => {
  it('is undefined where the clocks skip it', () => {
    expect(instantOf({ date: '2027-03-28', time: '02:30' }, berlin)).toBeUndefined()
  })

  it('is the earlier one where it exists twice', () => {
    const instant = instantOf({ date: '2026-10-25', time: '02:30' }, berlin)
    expect(new Date(instant ?? 0).toISOString()).toBe('2026-10-25T00:30:00.000Z')
  })

  it.each(['UTC', berlin, 'America/New_York', 'Asia/Kolkata', 'Pacific/Chatham'])(
    'goes to an instant and back in %s',
    (zone) => {
      const local = { date: '2026-12-01', time: '18:30' }
      const instant = instantOf(local, zone)
      expect(instant === undefined ? undefined : localOf(instant, zone)).toEqual(local)
    },
  )

  it('knows days of 23 and 25 hours', () => {
    const hours = ({ from, before }: { from: number; before: number }): number => (before - from) / 3_600_000
    expect(hours(dayOf('2027-03-28', berlin))).toBe(23)
    expect(hours(dayOf('2026-10-25', berlin))).toBe(25)
  })

  it.each([
    ['18:30', '18:30'],
    ['6:30 PM', '18:30'],
    ['6:30pm', '18:30'],
    ['12:00 AM', '00:00'],
    ['12:15 p.m.', '12:15'],
    [' 9:05 ', '09:05'],
    ['00:00', '00:00'],
    ['24:00', undefined],
    ['25:99', undefined],
    ['0:30 PM', undefined],
    ['13:00 PM', undefined],
    ['18.30', undefined],
    ['', undefined],
  ])('reads %s as %s', (text, time) => {
    expect(parseTimeOfDay(text)).toBe(time)
  })

  it('knows which days there are', () => {
    expect(['2028-02-29', '2026-12-01'].map(isLocalDate)).toEqual([true, true])
    expect(['2027-02-29', '2026-13-01', '2026-1-1', 'today'].some(isLocalDate)).toBe(false)
  })
})

describe("a showing's id", () => {
  it('is made of its screen and instant, and leads back to them', () => {
    const showing = showingAt('main', Date.UTC(2026, 10, 24, 18, 30))
    expect(showing.id).toBe('main-20261124T1830Z')
    expect(parseShowingId(showing.id)).toEqual(showing)
    expect(parseShowingId('blue-room-2-20261124T1830Z')?.screen).toBe('blue-room-2')
  })

  it.each([
    '',
    'main',
    'main-20261324T1830Z',
    'main-20261124T2460Z',
    'Main-20261124T1830Z',
    'main-20261124T1830',
  ])('is not %s', (id) => expect(parseShowingId(id)).toBeUndefined())
})
