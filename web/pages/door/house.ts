import type { Result } from '../../../worker/domain/result.ts'
import type { Admitted, DoorView, Uploaded } from '../../../worker/domain/ticket-schemas.ts'
import type { QueuedScan } from './kept.ts'

/** A line of people waits: who does not hear from the house by then judges by what is kept. */
const patienceMs = 4_000

/** The session is over: nothing is judged without a sign-in while there is a net. */
export class SignedOut extends Error {
  override name = 'SignedOut'
}

/** More than the house takes at once. */
export class TooLarge extends Error {
  override name = 'TooLarge'
}

export function askForView(showing: string): Promise<Result<DoorView>> {
  return ask<DoorView>(`/desk/door/${showing}/view`)
}

export function askToAdmit(
  showing: string,
  { id, ...fields }: { id: string; code: string; device: string },
): Promise<Result<Admitted>> {
  return ask<Admitted>(`/desk/door/${showing}`, new URLSearchParams({ ...fields, key: id }))
}

export function upload(showing: string, scans: readonly QueuedScan[]): Promise<Result<Uploaded>> {
  const told = scans.map(({ id, code, device, scannedAt }) => ({ id, code, device, scannedAt }))
  const body = new URLSearchParams({ scans: JSON.stringify({ scans: told }) })
  return ask<Uploaded>(`/desk/door/${showing}/scans`, body)
}

/** Rejects where there is no house to be heard. */
async function ask<T>(url: string, body?: URLSearchParams): Promise<Result<T>> {
  const answer = await fetch(url, {
    ...(body === undefined ? {} : { method: 'POST', body }),
    headers: { accept: 'application/json' },
    redirect: 'manual',
    signal: AbortSignal.timeout(patienceMs),
  })
  if (answer.type === 'opaqueredirect' || answer.status === 401) throw new SignedOut()
  if (answer.status === 413) throw new TooLarge()
  if (!answer.ok) throw new Error(`the house answered ${answer.status}`)
  return answer.json()
}
