import { localOf } from '../../../domain/venue-time.ts'

/** An instant as people at the venue read it. */
export function Moment({ at, zone }: { at: string; zone: string }) {
  const { date, time } = localOf(Date.parse(at), zone)
  return (
    <time datetime={at}>
      {date} {time}
    </time>
  )
}
