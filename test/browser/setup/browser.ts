import { type Browser, type BrowserContext, type Page, chromium } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { houseUrl } from './house.ts'

/** Debian's. */
export const executablePath = '/usr/bin/chromium'

const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } } as const
export type Size = keyof typeof sizes
export const everySize = ['phone', 'desktop'] as const satisfies readonly Size[]

export interface Looking {
  readonly size?: Size
  readonly dark?: boolean
  /** Nothing of the page's own runs. */
  readonly withoutScript?: boolean
}

/** A page of somebody who was never here. */
export interface Visitor extends AsyncDisposable {
  readonly page: Page
  readonly context: BrowserContext
}

let browser: Browser | undefined

/** Called once in a file: its tests share a browser, and no visitor knows another's cookies. */
export function useBrowser(): (looking?: Looking) => Promise<Visitor> {
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  })
  afterAll(async () => {
    await browser?.close()
  })
  return visit
}

async function visit({
  size = 'phone',
  dark = false,
  withoutScript = false,
}: Looking = {}): Promise<Visitor> {
  if (browser === undefined) throw new Error('no browser: call useBrowser() first')
  const context = await browser.newContext({
    baseURL: houseUrl,
    viewport: sizes[size],
    hasTouch: size === 'phone',
    isMobile: size === 'phone',
    colorScheme: dark ? 'dark' : 'light',
    javaScriptEnabled: !withoutScript,
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  return { page, context, [Symbol.asyncDispose]: () => context.close() }
}
