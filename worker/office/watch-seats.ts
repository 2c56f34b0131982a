import { networkOf } from '../domain/ip-address.ts'
import { type Result, accept, refuse, refusedBusy } from '../domain/result.ts'
import { findShowingToSee } from './find-showing.ts'
import type { Visit } from './house.ts'

const versionPattern = /^\d{1,15}\.\d{1,15}$/

/** Lets somebody watch a showing's seats: his request becomes a WebSocket at its desk. */
export async function watchSeats(house: Visit, showing: string, request: Request): Promise<Result<Response>> {
  const since = new URL(request.url).searchParams.get('since') ?? undefined
  if (since !== undefined && !versionPattern.test(since)) {
    return invalid('since', 'must be a version that a message gave as "v", such as 12.34; or leave it out')
  }
  if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket') {
    return invalid(
      '',
      'This address is for WebSockets. Connect with one, or ask for /seats instead of /live.',
    )
  }
  const found = await findShowingToSee(house, showing)
  if (!found.ok) return found
  const from = await house.fingerprint('watcher', { network: networkOf(house.caller.address) })
  const response = await house.watch(found.value.showing, { request, since, from })
  return response.status === 101 ? accept(response) : refusedBusy
}

function invalid(field: string, problem: string) {
  return refuse('invalid_request', { issues: [{ field, problem }] })
}
