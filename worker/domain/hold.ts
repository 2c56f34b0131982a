import { type Showing, type ShowingId, parseShowingId } from './showing.ts'

const pattern = /^(?:hd_[0-9a-z]{26,40})_(.+)$/

/** A hold's id ends with its showing's: so its desk is found without asking the database. */
export function holdIdAt(secretId: string, showing: ShowingId): string {
  return `${secretId}_${showing}`
}

/** The showing that a hold's id names; undefined where it is no such id. */
export function showingOfHold(id: string): Showing | undefined {
  return parseShowingId(pattern.exec(id)?.[1] ?? '')
}
