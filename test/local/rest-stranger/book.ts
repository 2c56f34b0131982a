import createClient from 'openapi-fetch'
import type { paths } from './schema.js'

const [, , url = '', date = ''] = process.argv
const client = createClient<paths>({ baseUrl: url })
const order = { showing: { date, time: '18:30' }, seats: ['A3', 'A4'], name: 'Ayush', phone: '9876543210' }
const params = { header: { 'Idempotency-Key': crypto.randomUUID() } }

const booked = await client.POST('/v1/bookings', { body: order, params })
const again = await client.POST('/v1/bookings', { body: order, params })
const refused = await client.POST('/v1/bookings', { body: { ...order, seats: ['A4'] } })
if (booked.error !== undefined) throw new Error(booked.error.detail)
const { id } = booked.data
const seats = await client.GET('/v1/showings/{showing}/seats', {
  params: { path: { showing: booked.data.showing.id } },
})
const cancelled = await client.DELETE('/v1/bookings/{id}', { params: { path: { id } } })

console.log(
  JSON.stringify({
    seats: booked.data.seats,
    isSame: again.data?.id === id,
    // Each code has its own details, and no other.
    refused: refused.error?.code === 'seats_taken' ? refused.error.seats : refused.error?.code,
    sold: seats.data?.sold,
    status: cancelled.data?.status,
  }),
)
