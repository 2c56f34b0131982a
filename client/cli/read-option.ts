import { InvalidArgumentError } from 'commander'

/** What an option says: null where it says `none`, which takes away what there is. Boxed, as commander passes no null on. */
export interface OrNone<T> {
  readonly value: T | null
}

export function readWhole(text: string): number {
  if (!/^-?\d{1,9}$/.test(text)) throw new InvalidArgumentError('Write a whole number.')
  return Number(text)
}

export function readOrNone(text: string): OrNone<string> {
  return { value: text === 'none' ? null : text }
}

/** `standard=950,vip=1400`, in minor units; `none` where the house asks no price. */
export function readPrices(text: string): OrNone<Record<string, number>> {
  if (text === 'none') return { value: null }
  const prices = text.split(',').map((part): [category: string, price: number] => {
    const [, category, price] = /^([^=]+)=(\d{1,9})$/.exec(part.trim()) ?? []
    if (category === undefined)
      throw new InvalidArgumentError('Write prices as standard=950,vip=1400, in minor units, or none.')
    return [category, Number(price)]
  })
  return { value: Object.fromEntries(prices) }
}
