const columns = [
  'sequence',
  'id',
  'kind',
  'booking_id',
  'showing_id',
  'seats',
  'at',
  'actor',
  'request_id',
  'before',
  'after',
]

/**
 * The SQL of an entry as the bytes that are sealed: of each column its type, its length and its bytes as they are stored.
 * As a blob, since what was damaged need not be text any more, and the native library does not survive text that is none.
 */
export const entryBytes = `CAST(${columns
  .map(
    (column) =>
      `typeof(${column}) || ' ' || coalesce(length(CAST(${column} AS BLOB)), 0) || ':' || coalesce(${column}, '')`,
  )
  .join(` || ',' || `)} AS BLOB)`
