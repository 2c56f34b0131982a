import type { Booking, ShowingView } from '../../../domain/schemas.ts'

const showings: Record<ShowingView['status'], string> = {
  announced: 'On sale soon',
  on_sale: 'On sale',
  closed: 'Sales closed',
  cancelled: 'Cancelled',
}

const bookings: Record<Booking['status'], string> = {
  booked: 'Booked',
  expired: 'Expired',
  cancelled: 'Cancelled',
}

export function ShowingStatus({ status }: { status: ShowingView['status'] }) {
  return <span class={`status ${status}`}>{showings[status]}</span>
}

export function BookingStatus({ status }: { status: Booking['status'] }) {
  return <span class={`status ${status}`}>{bookings[status]}</span>
}
