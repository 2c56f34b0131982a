import path from 'node:path'
import { SqlError } from './libsql-server/errors.ts'
import { NativeDatabase } from './libsql-server/native.ts'

/** By their folders. A database that is garbage-collected would let go of its lock. */
const held = new Map<string, NativeDatabase>()

/**
 * Two starts on one folder would be two desks for each showing. The one that runs has a transaction open on a database
 * without content, whose lock the system takes back however the process ends. It lies in the folder, so that everybody
 * who reaches the folder meets it, also from another container.
 */
export function holdAlone(directory: string): void {
  let lock: NativeDatabase | undefined
  try {
    lock = new NativeDatabase(path.join(directory, 'lock'))
    // Where the file can only be read, SQLite takes the transaction for one that reads, until something is written.
    lock.exec(
      'PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE; PRAGMA user_version = 1',
    )
    held.set(directory, lock)
  } catch (error) {
    lock?.close()
    throw refusalOf(directory, error)
  }
}

function refusalOf(directory: string, cause: unknown): Error {
  if (cause instanceof SqlError && cause.isBusy) {
    return new Error(
      `Marquee is already running with its data in ${directory}. Stop it first, or set DATA_DIR.`,
      { cause },
    )
  }
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new Error(
    `Marquee cannot write to its data folder ${directory}, or cannot lock the file "lock" there (${reason}). Make it writable for this user, or set DATA_DIR.`,
    { cause },
  )
}
