import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { holdInput, type Hold } from '../../domain/schemas.ts'
import { showingOfHold } from '../../domain/hold.ts'
import { parsed } from '../parsed.ts'
import type { Visited } from '../visited.ts'

const cookie = 'hold'

/** Who goes back to the seats of a showing finds there what is kept for him: its id is told to that page alone. */
export function rememberHold(c: Context<Visited>, { id, showing, expiresAt }: Hold): void {
  setCookie(c, cookie, id, {
    path: `/showings/${showing}`,
    httpOnly: true,
    sameSite: 'Lax',
    secure: c.get('from').isSecure,
    expires: new Date(expiresAt),
  })
}

/** What is kept still of the showing whose page this is. */
export async function ownHold(c: Context<Visited>): Promise<Hold | undefined> {
  const input = parsed(holdInput, { id: getCookie(c, cookie) })
  if (!input.ok || showingOfHold(input.value.id)?.id !== c.req.param('showing')) return undefined
  const held = await c.get('office').seeHold(input.value)
  return held.ok ? held.value : undefined
}
