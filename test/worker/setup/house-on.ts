import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createMarqueeClient } from '../../../client/index.ts'
import type { Database } from '../../../db/database.ts'
import { type App, createApp } from '../../../worker/app.ts'
import { fingerprinter } from '../../../worker/fingerprint.ts'
import { wiresTo } from '../../../worker/office/desk-wires.ts'
import { type HouseParts, openHouse } from '../../../worker/office/house.ts'
import { idsBy } from '../../../worker/office/ids.ts'
import { ticketSigner } from '../../../worker/office/tickets/ticket-signer.ts'
import { testStaffKey } from '../../setup/staff-key.ts'
import { testTicketKey } from '../../setup/ticket-key.ts'

/**
 * The house on another database, or at another time; and all of whose requests are the test's own. The test runner has
 * workerd resolve promises across requests as it did before 2024, so that requests of their own could not travel together.
 */
export function houseOn(
  database: Database,
  now = Date.now,
  { zone = 'UTC', waitingMax }: HouseOptions = {},
): App {
  const house = openHouse({ ...partsOn(database), now, zone, newId: idsBy(now) })
  return createApp(house, { allowedHosts: [], assets: env.ASSETS, localCron: undefined, waitingMax })
}

interface HouseOptions {
  readonly zone?: string
  readonly waitingMax?: number
}

/** What such a house is made of. */
export function partsOn(database: Database): HouseParts {
  return {
    db: database,
    zone: 'UTC',
    now: Date.now,
    newId: idsBy(Date.now),
    ...wiresTo(env.DESKS),
    pause: (ms) => scheduler.wait(ms),
    fingerprint: fingerprinter('a key for the fingerprints of the tests'),
    ticketSigner: ticketSigner(testTicketKey),
    staffKey: testStaffKey,
  }
}

/** A client of that house, for those of its calls that come at once. */
export function clientOf(house: App): ReturnType<typeof createMarqueeClient> {
  return createMarqueeClient({
    url: 'http://marquee.test',
    key: testStaffKey,
    fetch: async (url, init) =>
      house.request(
        new Request(url, { ...init, signal: init?.signal ?? null }),
        undefined,
        env,
        createExecutionContext(),
      ),
  })
}
