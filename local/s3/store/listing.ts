import type { Database } from './database.ts'
import { type Row, textOf } from './rows.ts'
import { type Version, versionOf } from './versions.ts'

/** How much of a bucket to list, in the order of keys. */
export type ListQuery = {
  readonly bucket: string
  readonly prefix: string
  /** Empty text rolls nothing up. */
  readonly delimiter: string
  readonly maxKeys: number
  /** Only keys after this one; of a rolled-up prefix, nothing in it. */
  readonly after: string | undefined
}

export type Listing<Item> = {
  readonly items: readonly Item[]
  readonly commonPrefixes: readonly string[]
  readonly isTruncated: boolean
  /** What was listed last, key or rolled-up prefix: the next page comes after it. */
  readonly last: string | undefined
}

const BATCH_ROWS = 1000

/** Lists the objects that are there now, rolling keys up to the delimiter after the prefix. */
export function listObjects(database: Database, query: ListQuery): Listing<Version> {
  const rows = (from: Cursor): Row[] =>
    database.all(
      `SELECT * FROM version INDEXED BY version_latest
       WHERE bucket = ? AND is_latest = 1 AND key ${from.included ? '>=' : '>'} ? AND is_marker = 0
       ORDER BY key LIMIT ${BATCH_ROWS}`,
      query.bucket,
      from.key,
    )
  return rollUp(query, rows, versionOf)
}

/** Lists all versions and delete markers, of a key the newest first. `afterSeq` goes on within the key `after`. */
export function listVersions(
  database: Database,
  query: ListQuery & { readonly afterSeq: number | undefined },
): Listing<Version> {
  const rows = (from: Cursor): Row[] =>
    database.all(
      `SELECT * FROM version
       WHERE bucket = ? AND key >= ? AND (key > ? OR seq < ?)
       ORDER BY key, seq DESC LIMIT ${BATCH_ROWS}`,
      query.bucket,
      from.key,
      from.key,
      from.included ? Number.MAX_SAFE_INTEGER : (from.seq ?? 0),
    )
  return rollUp(query, rows, versionOf, query.afterSeq)
}

type Cursor = { readonly key: string; readonly included: boolean; readonly seq: number | undefined }

function rollUp(
  query: ListQuery,
  rowsFrom: (cursor: Cursor) => Row[],
  read: (row: Row) => Version,
  afterSeq?: number,
): Listing<Version> {
  const items: Version[] = []
  const commonPrefixes: string[] = []
  let last: string | undefined
  if (query.maxKeys === 0) return { items, commonPrefixes, isTruncated: false, last }
  const isAfterPrefix = query.after !== undefined && rolledUp(query, query.after) === query.after
  let skipping = isAfterPrefix ? query.after : undefined
  let cursor = startOf(query, afterSeq)
  for (;;) {
    const rows = rowsFrom(cursor)
    for (const row of rows) {
      const key = textOf(row, 'key')
      if (!key.startsWith(query.prefix)) {
        // Keys are in order: past the prefix's stretch there are no more of it.
        return { items, commonPrefixes, isTruncated: false, last }
      }
      if (skipping !== undefined && key.startsWith(skipping)) continue
      if (items.length + commonPrefixes.length >= query.maxKeys) {
        return { items, commonPrefixes, isTruncated: true, last }
      }
      const group = rolledUp(query, key)
      if (group === undefined) {
        items.push(read(row))
        last = key
      } else {
        commonPrefixes.push(group)
        skipping = group
        last = group
      }
    }
    const final = rows.at(-1)
    if (final === undefined || rows.length < BATCH_ROWS) return { items, commonPrefixes, isTruncated: false, last }
    const finalKey = textOf(final, 'key')
    // Jumps over the rest of a rolled-up prefix, however many keys it holds.
    const isInside = skipping !== undefined && finalKey.startsWith(skipping)
    cursor = isInside
      ? { key: `${skipping}\u{10ffff}`, included: false, seq: undefined }
      : { key: finalKey, included: false, seq: Number(final.seq) }
  }
}

function startOf(query: ListQuery, afterSeq: number | undefined): Cursor {
  const { after, prefix } = query
  // UTF-8 byte order, which is SQLite's; JavaScript's own order of UTF-16 units differs beyond the BMP.
  if (after === undefined || Buffer.compare(Buffer.from(after), Buffer.from(prefix)) < 0) {
    return { key: prefix, included: true, seq: undefined }
  }
  return { key: after, included: false, seq: afterSeq }
}

/** The part of a key up to the first delimiter after the prefix; undefined when there is none. */
function rolledUp(query: ListQuery, key: string): string | undefined {
  if (query.delimiter === '' || !key.startsWith(query.prefix)) return undefined
  const at = key.indexOf(query.delimiter, query.prefix.length)
  return at < 0 ? undefined : key.slice(0, at + query.delimiter.length)
}
