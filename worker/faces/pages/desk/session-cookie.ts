import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Visited } from '../../visited.ts'
import { deskPath } from './path.ts'

/*
 * No script reads it, no other page has it sent, and nothing but the desk gets it. Over TLS its name says that nobody could have
 * set it without.
 */
const name = 'marquee_desk'

function optionsFor(c: Context<Visited>) {
  return {
    path: deskPath,
    httpOnly: true,
    sameSite: 'Strict',
    ...(c.get('from').isSecure ? ({ prefix: 'secure', secure: true } as const) : {}),
  } as const
}

export function sessionShown(c: Context<Visited>): string | undefined {
  return c.get('from').isSecure ? getCookie(c, name, 'secure') : getCookie(c, name)
}

export function keepSession(c: Context<Visited>, { token, msLeft }: { token: string; msLeft: number }): void {
  setCookie(c, name, token, { ...optionsFor(c), maxAge: Math.floor(msLeft / 1_000) })
}

export function forgetSession(c: Context<Visited>): void {
  deleteCookie(c, name, optionsFor(c))
}
