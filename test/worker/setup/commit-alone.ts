import type { Client } from '@libsql/client/http'
import type { CommitOutcome } from '../../../db/desk-changes.ts'
import { type Group, commitGroups } from '../../../db/desk-commit.ts'

export async function commitAlone(client: Client, group: Group): Promise<CommitOutcome> {
  const [outcome] = await commitGroups(client, [group])
  if (outcome === undefined) throw new Error('a group without an outcome')
  return outcome()
}
