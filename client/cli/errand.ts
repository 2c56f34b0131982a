import type { Command } from 'commander'
import { WebSocket } from 'ws'
import { type MarqueeClient, createMarqueeClient } from '../index.ts'
import { Output } from './output.ts'

/** What a command goes out with. */
export interface Errand {
  readonly client: MarqueeClient
  readonly output: Output
}

export function serviceUrl(): string {
  return process.env['MARQUEE_URL'] || 'http://127.0.0.1:8787'
}

/** The key comes from the environment alone: what is on the command line, everybody on the machine can read. */
export function errandOf(command: Command): Errand {
  const key = process.env['MARQUEE_KEY']
  const client = createMarqueeClient({ url: serviceUrl(), WebSocket, ...(key ? { key } : {}) })
  return { client, output: outputOf(command) }
}

export function outputOf(command: Command): Output {
  const { json } = command.optsWithGlobals<{ json?: true }>()
  return new Output(json === true)
}
