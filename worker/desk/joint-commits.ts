import type { Client } from '@libsql/client/http'
import type { CommitOutcome } from '../../db/desk-changes.ts'
import { type Group, commitGroups } from '../../db/desk-commit.ts'
import { Together } from '../together.ts'

export type Commit = (group: Group) => Promise<CommitOutcome>

interface JointOptions {
  readonly pause: (ms: number) => Promise<void>
  readonly now: () => number
}

/** What several desks of one object commit at the same moment goes to the database as one transaction. */
export function jointCommits(client: Client, options: JointOptions): Commit {
  const together = new Together<'database', Group, () => CommitOutcome>({
    ...options,
    carry: (_, groups) => commitGroups(client, groups),
    sizeOf: ({ changes }) => changes.length,
  })
  return async (group) => {
    const outcome = await together.ask('database', group)
    return outcome()
  }
}
