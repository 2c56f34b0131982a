import { buyersNamed } from '../../../db/buyers.ts'
import { buyersReadMax, personChunk } from '../../domain/limits.ts'
import type { House } from '../house.ts'

/**
 * The bookings of one person, by the name as it was given and the digits of the phone, the soonest first: chunk by chunk, since many
 * may have the name.
 */
export async function* bookingsOfPerson(
  { db }: House,
  { name, phone }: { name: string; phone: string },
): AsyncGenerator<string[]> {
  const digits = digitsOf(phone)
  let after = { startsAt: Number.MIN_SAFE_INTEGER, id: '' }
  for (let read = 0; read < buyersReadMax; read += personChunk) {
    const named = await buyersNamed(db, { name, after, limit: personChunk })
    yield named.filter((buyer) => digitsOf(buyer.phone) === digits).map(({ id }) => id)
    const last = named.at(-1)
    if (last === undefined || named.length < personChunk) return
    after = last
  }
}

function digitsOf(phone: string): string {
  return phone.replaceAll(/\D/g, '')
}
