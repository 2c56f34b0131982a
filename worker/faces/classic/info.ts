import type { Booking } from '../../domain/schemas.ts'

/** A booking in the classic words. */
export function classicInfo(booking: Booking) {
  const { id, showing, seats, name, phone, status, bookedAt, expiresAt } = booking
  return {
    date: showing.date,
    name,
    phn: phone,
    seats,
    ticketID: id,
    tickets: seats.length,
    time: showing.time,
    status,
    starts_at: showing.startsAt,
    expires_at: expiresAt,
    booked_at: bookedAt,
  }
}
