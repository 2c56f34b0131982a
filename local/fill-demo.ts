import { type FailureCode, type MarqueeClient, failureOf } from '../client/index.ts'
import { localOf } from '../worker/domain/venue-time.ts'
import { buyers, movies, screens } from './demo-programme.ts'

const dayMs = 86_400_000
const days = 7

/** Lays down a week's programme, and books some of it; adds nothing where there are showings to come. Answers how many it added. */
export async function fillDemo(client: MarqueeClient): Promise<number> {
  const { showings } = await client.showing.list.query({ limit: 1 })
  if (showings.length > 0) return 0
  const { zone } = await client.venue.change.mutate({ name: 'The Lantern' })
  for (const { prices: _, times: __, bookingsMax: ___, ...screen } of screens) {
    await unless('screen_exists', client.screen.add.mutate(screen))
  }
  for (const movie of movies) await unless('movie_exists', client.movie.add.mutate(movie))

  let added = 0
  for (let day = 0; day < days; day += 1) {
    const { date } = localOf(Date.now() + day * dayMs, zone)
    added += await fillDay(client, date, day)
  }
  return added
}

async function fillDay(client: MarqueeClient, date: string, day: number): Promise<number> {
  let added = 0
  for (const [place, { id: screen, times, prices, bookingsMax }] of screens.entries()) {
    for (const [turn, time] of times.entries()) {
      const number = day * 3 + place * 2 + turn
      const movie = movies[number % movies.length]?.id ?? ''
      const adding = client.showing.add.mutate({ screen, movie, date, time, prices })
      // The first of today may be over.
      const showing = await unless('showing_past', adding)
      if (showing === undefined) continue
      added += 1
      await book(client, showing.id, (number * 7) % (bookingsMax + 1))
    }
  }
  return added
}

/** The best seats that there are, for one to four at a time. */
async function book(client: MarqueeClient, showing: string, count: number): Promise<void> {
  const booked = Array.from({ length: count }, (_, n) =>
    unless(
      'not_enough_seats',
      client.booking.create.mutate({
        showing,
        best: { count: 1 + ((n * 3 + count) % 4) },
        name: buyers[n % buyers.length] ?? '',
        phone: `555010${n}`,
      }),
    ),
  )
  await Promise.all(booked)
}

/** Undefined where it is refused for that. */
async function unless<T>(code: FailureCode, call: Promise<T>): Promise<T | undefined> {
  try {
    return await call
  } catch (error) {
    if (failureOf(error)?.code === code) return undefined
    throw error
  }
}
