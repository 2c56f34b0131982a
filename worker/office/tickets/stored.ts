import type { BookingRecord, ScanRecord } from '../../../db/schema.ts'
import type { Scan } from '../../domain/admissions.ts'

/** As codes have it. A booking that expires is marked, which is a change to it and none to its tickets. */
export function ticketVersion({ version, status }: Pick<BookingRecord, 'version' | 'status'>): number {
  return status === 'expired' ? version - 1 : version
}

export function scanOf({ seat, device, id, scannedAt }: ScanRecord): Scan {
  return { seat, device, id, at: scannedAt }
}
