import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What staff show. The key itself is kept nowhere: who reads this table can show none. */
export const staffKeys = sqliteTable('staff_keys', {
  /** How the key begins. */
  id: text().primaryKey(),
  role: text({ enum: ['door', 'sales', 'manager'] }).notNull(),
  name: text().notNull(),
  /** SHA-256 of the whole key, as hexadecimal digits: of 160 random bits there is nothing to guess. */
  hash: text().notNull(),
  createdAt: integer('created_at').notNull(),
  lastUsedAt: integer('last_used_at'),
  revokedAt: integer('revoked_at'),
})

export type StaffKeyRecord = typeof staffKeys.$inferSelect
