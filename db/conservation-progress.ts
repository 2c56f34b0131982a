import { eq } from 'drizzle-orm'
import { type Database, asking } from './database.ts'
import { conservationChecks } from './schema/conservation.ts'

const theOnlyRow = 1

export type CheckProgress = Omit<typeof conservationChecks.$inferSelect, 'id'>

/** Undefined before the first run. */
export async function readCheckProgress(db: Database): Promise<CheckProgress | undefined> {
  const [row] = await asking(
    db.select().from(conservationChecks).where(eq(conservationChecks.id, theOnlyRow)),
  )
  return row
}

/** Keeps what a run came to. Of two runs at once the one that ends later has it dropped: it began at the same place. */
export async function keepCheckProgress(db: Database, progress: CheckProgress): Promise<void> {
  await asking(
    db
      .insert(conservationChecks)
      .values({ id: theOnlyRow, ...progress })
      .onConflictDoUpdate({
        target: conservationChecks.id,
        set: progress,
        setWhere: eq(conservationChecks.runs, progress.runs - 1),
      }),
  )
}
