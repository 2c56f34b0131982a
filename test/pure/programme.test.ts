import { describe, expect, it } from 'vitest'
import { movieIdLengthMax } from '../../worker/domain/limits.ts'
import { movieIdOf, movieIdPattern } from '../../worker/domain/movie-id.ts'
import { pricesProblem, salesCloseOf, statusAt } from '../../worker/domain/programme.ts'

const hourMs = 3_600_000
const startsAt = Date.parse('2026-12-01T20:00Z')
const showing = { startsAt, salesOpenAt: null, salesCloseAt: null, cancelledAt: null }

describe('the id of a movie', () => {
  it.each([
    ['The Salt Line', 'the-salt-line'],
    ["L'Été  de Zoë, 2!", 'lete-de-zoe-2'],
    ['Ærø', '6er6w'],
    ['山田 2', 'i9dn5c-2'],
    ['...', 'movie'],
  ])('of %s is %s', (title, id) => {
    expect(movieIdOf(title)).toBe(id)
  })

  it('is one, whatever the title', () => {
    for (const title of ['x'.repeat(200), `${'a'.repeat(63)} b`, '👩‍👩‍👧', '-', 'Крик', 'שלום', '\u0301']) {
      expect(movieIdOf(title)).toMatch(movieIdPattern)
      expect(movieIdOf(title).length).toBeLessThanOrEqual(movieIdLengthMax)
    }
  })
})

describe('the sale of a showing', () => {
  it('closes by its own time, else by its screen, and when it expires at the latest', () => {
    expect(salesCloseOf(showing, -hourMs)).toBe(startsAt - hourMs)
    expect(salesCloseOf({ ...showing, salesCloseAt: startsAt - 1 }, hourMs)).toBe(startsAt - 1)
    expect(salesCloseOf(showing, 9 * hourMs)).toBe(startsAt + 8 * hourMs)
    expect(salesCloseOf({ ...showing, salesCloseAt: startsAt + 9 * hourMs }, 0)).toBe(startsAt + 8 * hourMs)
  })

  it('is open from the instant on at which it opens, until that at which it closes', () => {
    const sold = { ...showing, salesOpenAt: startsAt - hourMs }
    expect(statusAt(startsAt - hourMs - 1, sold, 0)).toBe('announced')
    expect(statusAt(startsAt - hourMs, sold, 0)).toBe('on_sale')
    expect(statusAt(startsAt - 1, sold, 0)).toBe('on_sale')
    expect(statusAt(startsAt, sold, 0)).toBe('closed')
    expect(statusAt(startsAt - hourMs, { ...sold, cancelledAt: 1 }, 0)).toBe('cancelled')
  })
})

describe('prices', () => {
  it('are of all categories and no others, or of none', () => {
    const categories = ['standard', 'box']
    expect(pricesProblem(null, categories)).toBeUndefined()
    expect(pricesProblem({ box: 1, standard: 0 }, categories)).toBeUndefined()
    expect(pricesProblem({}, categories)).toContain('standard, box is missing')
    expect(pricesProblem({ box: 1, standard: 0, vip: 1 }, categories)).toContain('standard, box')
    expect(pricesProblem({ box: 1 }, ['box', 'toString'])).toContain('toString is missing')
  })
})
