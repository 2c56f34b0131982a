import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { deskPath } from './path.ts'

/*
 * No script reads it, no other page has it sent, and nothing but the desk gets it. Over TLS its name says that nobody could have
 * set it without.
 */
const name = 'marquee_desk'

function isSecure(c: Context): boolean {
  return c.req.url.startsWith('https:')
}

function optionsFor(c: Context) {
  return {
    path: deskPath,
    httpOnly: true,
    sameSite: 'Strict',
    ...(isSecure(c) ? ({ prefix: 'secure', secure: true } as const) : {}),
  } as const
}

export function sessionShown(c: Context): string | undefined {
  return isSecure(c) ? getCookie(c, name, 'secure') : getCookie(c, name)
}

export function keepSession(c: Context, { token, msLeft }: { token: string; msLeft: number }): void {
  setCookie(c, name, token, { ...optionsFor(c), maxAge: Math.floor(msLeft / 1_000) })
}

export function forgetSession(c: Context): void {
  deleteCookie(c, name, optionsFor(c))
}
