import type { HouseParts } from './house.ts'

/** The desks of a screen, by its Durable Object: found by the screen's id, without asking anybody. */
export function wiresTo(namespace: Env['DESKS']): Pick<HouseParts, 'stubOf' | 'watch'> {
  return {
    stubOf: (screen) => namespace.getByName(screen),
    watch: ({ id, screen }, { request, since = '', from }) => {
      const search = new URLSearchParams({ since, from })
      return namespace.getByName(screen).fetch(`https://desks/${id}?${search.toString()}`, request)
    },
  }
}
