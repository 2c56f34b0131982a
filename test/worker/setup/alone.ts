import type { Client } from '@libsql/client/http'
import type { CommitOutcome } from '../../../db/desk-changes.ts'
import { type Doubts, type OpenedShowing, type ShowingKey, openShowings } from '../../../db/desk-opening.ts'
import { type Group, commitGroups } from '../../../db/desk-commit.ts'

export async function commitAlone(client: Client, group: Group): Promise<CommitOutcome> {
  const [outcome] = await commitGroups(client, [group])
  if (outcome === undefined) throw new Error('a group without an outcome')
  return outcome()
}

export async function openAlone(
  client: Client,
  showing: ShowingKey,
  doubts: Doubts,
): Promise<OpenedShowing | undefined> {
  const [opened] = await openShowings(client, [{ showing, doubts }])
  return opened?.()
}
