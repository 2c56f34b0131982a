import { movieIdLengthMax } from './limits.ts'

export const movieIdPattern = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/

/** `the-salt-line` of `The Salt Line`: letters that are not Latin stand for themselves by their number, so that no title is without an id. */
export function movieIdOf(title: string): string {
  const words = title
    .normalize('NFKD')
    .replaceAll(/[\p{M}'’]/gu, '')
    .toLowerCase()
  const ascii = words.replaceAll(/[^\p{ASCII}]/gu, (letter) =>
    /[\p{L}\p{N}]/u.test(letter) ? (letter.codePointAt(0) ?? 0).toString(36) : ' ',
  )
  const slug = ascii.replaceAll(/[^a-z0-9]+/g, '-').slice(0, movieIdLengthMax)
  return trimmed(slug) || 'movie'
}

function trimmed(slug: string): string {
  return slug.replaceAll(/^-+|-+$/g, '')
}
