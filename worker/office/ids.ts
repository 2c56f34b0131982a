import { customAlphabet } from 'nanoid'

/** Makes the id of a booking or an event, by its prefix. */
export type NewId = (prefix: 'bk' | 'ev') => string

const unlookalike = customAlphabet('0123456789abcdefghjkmnpqrstvwxyz', 26)

/** 130 random bits, without look-alikes: a booking's id is its secret. */
export const randomId: NewId = (prefix) => `${prefix}_${unlookalike()}`
