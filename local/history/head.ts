import type { Seal } from '../../db/history/seals.ts'

export type Head = Pick<Seal, 'sequence' | 'mac'>

/** As it is written in the log and given back: `<sequence>:<mac>`. */
export function writeHead({ sequence, mac }: Head): string {
  return `${sequence}:${mac}`
}

export function readHead(text: string): Head | undefined {
  const [, sequence, mac] = /^(\d+):([\w-]{43})$/.exec(text) ?? []
  return sequence === undefined || mac === undefined ? undefined : { sequence: Number(sequence), mac }
}
