import * as z from 'zod'

/** The classic contract's successes, written down anew: what the service says it sends is not asked. */

const info = z.strictObject({
  date: z.iso.date(),
  name: z.string().min(1),
  phn: z.string().min(5),
  seats: z.array(z.string()).min(1),
  ticketID: z.string().regex(/^bk_[0-9a-z]{33}$/),
  tickets: z.int().min(1),
  time: z.string().regex(/^\d\d:\d\d$/),
  status: z.enum(['booked', 'expired', 'cancelled']),
  starts_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
  booked_at: z.iso.datetime(),
})

const done = z.literal(200)

export const welcomeAnswer = z.strictObject({
  msg: z.literal('Welcome to Ticket Booking System'),
  status: done,
})
export const bookedAnswer = z.strictObject({
  msg: z.literal('Booked successfully'),
  status: done,
  ticketID: info.shape.ticketID,
})
export const viewedAnswer = z.strictObject({ info, status: done })
export const listedAnswer = z.strictObject({
  AllTickets: z.array(info),
  status: done,
  next: z.string().optional(),
})
export const updatedAnswer = z.strictObject({ msg: z.literal('Updated successfully'), status: done })
export const deletedAnswer = z.strictObject({
  msg: z.literal('Deleted successfully'),
  status: done,
  deleted: z.int().min(1),
})
export const aliveAnswer = z.strictObject({ status: z.literal('alive') })
/** Whatever is asked, bookings and tickets agree: so there is nothing to warn of, but that the cron has not run yet. */
const notYet = z.string().startsWith('Bookings and tickets have not been compared yet')
export const readyAnswer = z.strictObject({ status: z.literal('ready'), warnings: z.array(notYet).max(1) })
