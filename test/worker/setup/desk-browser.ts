import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { App } from '../../../worker/app.ts'
import { testStaffKey } from '../../setup/staff-key.ts'
import { houseOn } from './house-on.ts'
import { db } from './box-office.ts'

const origin = 'http://marquee.test'

export interface Page {
  readonly status: number
  readonly text: string
  readonly headers: Headers
  /** Where it leads, if it does. */
  readonly location: string | undefined
}

/** As a browser that has signed in asks for the desk's pages, and sends their forms. */
export class DeskBrowser {
  readonly #house: App
  readonly #origin: string
  cookie: string | undefined

  constructor(house: App = houseOn(db), at: string = origin) {
    this.#house = house
    this.#origin = at
  }

  static async of(key: string = testStaffKey, house?: App): Promise<DeskBrowser> {
    const browser = new DeskBrowser(house)
    const page = await browser.signIn(key)
    if (page.status !== 303) throw new Error(`not signed in: ${page.text}`)
    return browser
  }

  /** Keeps the cookie that it gets, as it was set. */
  async signIn(key: string, to = ''): Promise<Page> {
    const page = await this.send('/desk/sign-in', { 'staff-key': key, to })
    this.cookie = /^[^;]*/.exec(page.headers.get('set-cookie') ?? '')?.[0]
    return page
  }

  see(path: string, headers: Record<string, string> = {}): Promise<Page> {
    return this.#ask(path, { headers })
  }

  send(
    path: string,
    fields: Record<string, string | readonly string[]>,
    headers: Record<string, string> = {},
  ): Promise<Page> {
    const body = new URLSearchParams(
      Object.entries(fields).flatMap(([name, value]) =>
        [value].flat().map((one): [string, string] => [name, one]),
      ),
    )
    const sent = { origin: this.#origin, 'sec-fetch-site': 'same-origin', ...headers }
    return this.#ask(path, { method: 'POST', body, headers: sent })
  }

  async #ask(path: string, init: RequestInit): Promise<Page> {
    const headers = new Headers({ accept: 'text/html', ...Object.fromEntries(new Headers(init.headers)) })
    if (this.cookie !== undefined && !headers.has('cookie')) headers.set('cookie', this.cookie)
    const context = createExecutionContext()
    const request = new Request(`${this.#origin}${path}`, { ...init, headers, redirect: 'manual' })
    const answer = await this.#house.request(request, undefined, env, context)
    const text = await answer.text()
    await waitOnExecutionContext(context)
    const { status } = answer
    return { status, text, headers: answer.headers, location: answer.headers.get('location') ?? undefined }
  }
}

/** The value that a page's form has in a hidden field. */
export function hiddenIn({ text }: Page, name: string): string {
  const value = new RegExp(`<input type="hidden" name="${name}" value="([^"]*)"`).exec(text)?.[1]
  if (value === undefined) throw new Error(`no ${name} in ${text}`)
  return value
}
