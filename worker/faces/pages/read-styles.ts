import type { Assets } from '../assets.ts'
import { type Styles, noStyles, styleNames } from './styles.ts'

/** Reads them once. A page without its style is better than none, so that it is tried again with the next one. */
export function stylesFrom(assets: Assets): () => Promise<Styles> {
  let kept: Styles | undefined
  return async () => {
    try {
      kept ??= await readStyles(assets)
      return kept
    } catch {
      return noStyles
    }
  }
}

async function readStyles(assets: Assets): Promise<Styles> {
  const texts = await Promise.all(
    styleNames.map(async (name) => {
      const answer = await assets.fetch(`http://marquee.internal/pages/${name}.css`)
      if (!answer.ok) throw new Error(`there is no style ${name}`)
      return [name, await answer.text()] as const
    }),
  )
  const hashes = await Promise.all(texts.map(([, text]) => hashOf(text)))
  return { texts: new Map(texts), policy: `style-src ${hashes.join(' ')}` }
}

/** As a Content-Security-Policy names it. */
async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return `'sha256-${new Uint8Array(digest).toBase64()}'`
}
