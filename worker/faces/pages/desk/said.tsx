import type { Context } from 'hono'

/** What was just done, by a word in the address: an answer to a form leads on, so that reloading sends nothing again. */
const words = {
  sold: 'Sold.',
  moved: 'Moved.',
  cancelled: 'Cancelled. The seats are free again.',
  blocked: 'Taken off sale.',
  unblocked: 'Back on sale, but for those that the seat plan itself keeps off.',
  off: 'The showing is cancelled: nothing more is sold. Its bookings stay, to be moved or cancelled.',
  reopened: 'The showing is on again.',
  added: 'Added.',
  changed: 'Saved.',
  revoked: 'Revoked: it opens nothing any more.',
} as const

export type Said = keyof typeof words

export function saidIn(c: Context): Said | undefined {
  const said = c.req.query('said')
  return said !== undefined && isSaid(said) ? said : undefined
}

export function Said({ said }: { said: Said | undefined }) {
  return said === undefined ? null : (
    <p class="note good" role="status">
      {words[said]}
    </p>
  )
}

function isSaid(word: string): word is Said {
  return Object.hasOwn(words, word)
}
