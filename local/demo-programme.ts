import type { MovieAddInput, ScreenAddInput } from '../client/index.ts'

interface DemoScreen extends ScreenAddInput {
  readonly prices: Record<string, number>
  readonly times: readonly string[]
  /** The most bookings that a showing there has already. */
  readonly bookingsMax: number
}

/** 300 seats by an aisle, with places for wheelchairs beside their companions, and dearer rows at the back. */
const grand = `
${rows('ABCDEF', '', '1-10 _ 11-20')}
G: 1a 2c 3-10 _ 11-18 19c 20a
${rows('HJKL', '', '1-10 _ 11-20')}

${rows('MNO', 'premium', '1-10 _ 11-20')}
P premium: 1-9 10x _ 11x 12-20
@best K10`

const parlour = `
A: 1a 2c 3-10 11c 12a
${rows('BCDEFGH', '', '1-12')}
${rows('JK', 'premium', '1-12')}`

const studio = rows('ABCD', '', '_ 1-3 _ 4-6')

export const screens: readonly DemoScreen[] = [
  {
    id: 'grand',
    name: 'Grand Hall',
    plan: grand,
    avoidsSingles: true,
    salesCloseAfterMinutes: 20,
    prices: { standard: 1_150, premium: 1_450 },
    times: ['14:30', '17:30', '20:45'],
    bookingsMax: 40,
  },
  {
    id: 'parlour',
    name: 'Parlour',
    plan: parlour,
    avoidsSingles: true,
    salesCloseAfterMinutes: 20,
    prices: { standard: 1_050, premium: 1_250 },
    times: ['15:00', '18:00', '21:00'],
    bookingsMax: 18,
  },
  {
    id: 'studio',
    name: 'Studio',
    plan: studio,
    salesCloseAfterMinutes: 0,
    prices: { standard: 900 },
    times: ['16:00', '19:15'],
    bookingsMax: 6,
  },
]

export const movies: readonly (MovieAddInput & { readonly id: string })[] = [
  {
    id: 'the-salt-line',
    title: 'The Salt Line',
    runningMinutes: 118,
    rating: '12',
    description: 'Two sisters keep the last lighthouse of a coast that the sea is taking back.',
  },
  {
    id: 'paper-lanterns',
    title: 'Paper Lanterns',
    runningMinutes: 96,
    rating: '6',
    description: 'A boy who folds lanterns for the dead is asked to fold one for somebody living.',
  },
  {
    id: 'orbit-of-two',
    title: 'Orbit of Two',
    runningMinutes: 137,
    rating: '12',
    description: 'The crew of a weather station high above learns that one of them has been there before.',
  },
  {
    id: 'the-cartographers-daughter',
    title: "The Cartographer's Daughter",
    runningMinutes: 142,
    rating: '16',
    description: 'A map of a country that was never found, and the three people who lived off it.',
  },
  {
    id: 'quarter-to-tuesday',
    title: 'Quarter to Tuesday',
    runningMinutes: 88,
    rating: '0',
    description: 'A comedy of clocks: a village votes to skip a day, and cannot agree which.',
  },
]

/** Who has booked already. */
export const buyers = ['Ayush', 'Mira', 'Pankaj', 'Zoë', 'Jonas', 'Adaeze', 'Lin', 'Esther', 'Tomás', 'Noor']

function rows(labels: string, category: string, seats: string): string {
  return labels
    .split('')
    .map((label) => `${label} ${category}: ${seats}`)
    .join('\n')
}
