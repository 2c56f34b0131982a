import { type MarqueeClientOptions, type SeatsState, createMarqueeClient } from '@marquee/client'
import { WebSocket } from 'ws'

const client = createMarqueeClient({ url: process.argv[2] ?? '', WebSocket })

/** A browser's own fits as well. */
export const inBrowsers: Pick<MarqueeClientOptions, 'WebSocket'> = { WebSocket: globalThis.WebSocket }

async function firstState(showing: string): Promise<SeatsState | undefined> {
  for await (const state of client.showing.live(showing)) return state
  return undefined
}

const state = await firstState(process.argv[3] ?? '')
console.log(JSON.stringify({ sold: [...(state?.seats ?? [])].filter(([, status]) => status === 'sold') }))
