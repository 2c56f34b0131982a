import type { DoneAgain } from '../history/after-restore.ts'

/** What became of a restored database before it sells. */
export function sayReadied(readied: DoneAgain): string {
  const { erased, erasuresUnknown } = readied
  const done = `Epochs are raised, holds are gone, and ${erased} buyers are forgotten again.`
  const erasures =
    erasuresUnknown === undefined ? [] : [`${erasuresUnknown}: erase again who asked since the backup.`]
  return [done, ...erasures, sayEnded(readied)].join('\n')
}

function sayEnded({ keysRevoked, webhooksEnded, revocationsUnknown }: DoneAgain): string {
  return revocationsUnknown === undefined
    ? `Staff keys revoked again: ${keysRevoked}; webhooks removed or switched off again: ${webhooksEnded}.`
    : `${revocationsUnknown}: staff keys that were revoked since the backup open the house again, and webhooks that were removed or ` +
        'switched off since are told again. Before others reach it, list them (marquee keys list, webhook.list), and end again those ' +
        'that must not be (marquee keys revoke, webhook.remove).'
}
