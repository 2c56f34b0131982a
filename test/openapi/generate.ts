import path from 'node:path'
import { described, openApiDocument } from './document.ts'
import { type House, player } from './play.ts'
import { tellStory } from './story.ts'
import { Told } from './told.ts'

export const documentFile = path.resolve(import.meta.dirname, '../../web/public/openapi.json')

/** The document as text, its examples asked of a house that is fresh. The same code always makes the same text. */
export async function generateDocument(house: House): Promise<string> {
  await runCron(house)
  const { ask, exchanges } = player(house, described, new Told(Date.now()))
  await tellStory(ask)
  for (const { operation, status } of exchanges) {
    const { responses } = described.find(({ id }) => id === operation) ?? {}
    if (responses?.[String(status)] === undefined) {
      throw new Error(`${operation} answers with ${status}, which is not documented`)
    }
  }
  return `${JSON.stringify(openApiDocument(exchanges), undefined, 1)}\n`
}

/** A house of which nothing was compared yet warns of that: its own tick would come at some minute of the story. */
async function runCron({ url, staffKey }: House): Promise<void> {
  const ticked = await fetch(`${url}/cdn-cgi/handler/scheduled?time=${Date.now()}`, {
    headers: { authorization: `Bearer ${staffKey}` },
  })
  if (!ticked.ok) throw new Error(`the cron could not run: ${await ticked.text()}`)
}
