import type { Client } from '@libsql/client/http'
import type { CommitOutcome } from '../../db/desk-changes.ts'
import { type Group, commitGroups } from '../../db/desk-commit.ts'
import { type Doubts, type OpenedShowing, type Opening, openShowings } from '../../db/desk-opening.ts'
import { largeReadingsMax, togetherMax } from '../domain/limits.ts'
import type { Showing } from '../domain/showing.ts'
import { Together } from '../together.ts'

/** What several desks of one object want at the same moment goes to the database as one transaction. */
export interface JointWire {
  readonly commit: (group: Group) => Promise<CommitOutcome>
  readonly open: (showing: Showing, doubts: Doubts) => Promise<OpenedShowing | undefined>
}

interface WireOptions {
  readonly pause: (ms: number) => Promise<void>
  readonly now: () => number
}

export function jointWire(client: Client, options: WireOptions): JointWire {
  const commits = new Together<'commit', Group, () => CommitOutcome>({
    ...options,
    carry: (_, groups) => commitGroups(client, groups),
    sizeOf: ({ changes }) => changes.length,
  })
  const openings = new Together<'open', Opening, () => OpenedShowing | undefined>({
    ...options,
    carry: (_, showings) => openShowings(client, showings),
    sizeOf: () => togetherMax / largeReadingsMax,
  })
  return {
    commit: async (group) => (await commits.ask('commit', group))(),
    open: async (showing, doubts) => (await openings.ask('open', { showing, doubts }))(),
  }
}
