import { readFile } from 'node:fs/promises'

const headerBytes = 32
const frameHeaderBytes = 24

/** The commits in a database's write-ahead log: https://www.sqlite.org/fileformat.html#the_write_ahead_log */
export async function commitsIn(file: string): Promise<number> {
  const log = await readFile(`${file}-wal`)
  const pageBytes = log.readUInt32BE(8)
  const salt = log.subarray(16, 24)
  let commits = 0
  for (let at = headerBytes; at < log.length; at += frameHeaderBytes + pageBytes) {
    if (!log.subarray(at + 8, at + 16).equals(salt)) break
    if (log.readUInt32BE(at + 4) !== 0) commits += 1
  }
  return commits
}
