import type { Seal } from '../../db/history/seals.ts'

export type Head = Pick<Seal, 'sequence' | 'mac'>

/** As it is written in the log and given back: `<sequence>:<mac>`. */
export function writeHead({ sequence, mac }: Head): string {
  return `${sequence}:${mac}`
}

export function readHead(text: string | undefined): Head | undefined {
  if (text === undefined) return undefined
  const [, sequence, mac] = /^(\d+):([\w-]{43})$/.exec(text) ?? []
  if (sequence === undefined || mac === undefined) {
    throw new Error(`A head is written as <sequence>:<mac>, as the log tells it; "${text}" is none.`)
  }
  return { sequence: Number(sequence), mac }
}
