import { DatabaseSync } from 'node:sqlite'

const KEPT_SECONDS = 24 * 3_600

/**
 * Keeps the engine quick as its stream grows. For every write it looks up the highest sequence number among all records
 * ever made, and it never drops one. So the look-up gets an index, and records go that are 24 hours older than the newest,
 * which is how long DynamoDB keeps them. The newest stays in any case: sequence numbers go on from it.
 *
 * A database laid out otherwise, by another version of the engine, is left as it is.
 */
export function tendStreamRecords(database: string): void {
  const db = new DatabaseSync(database, { timeout: 5_000 })
  try {
    const columns = db.prepare("SELECT name FROM pragma_table_info('_stream_records')").all()
    const names = new Set(columns.map(({ name }) => name))
    if (!['table_name', 'sequence_number', 'created_at'].every((name) => names.has(name))) return
    db.exec(`
      CREATE INDEX IF NOT EXISTS soundkeep_stream_records
        ON _stream_records (table_name, CAST(sequence_number AS INTEGER));
      DELETE FROM _stream_records
        WHERE created_at < (SELECT MAX(created_at) FROM _stream_records) - ${KEPT_SECONDS};
    `)
  } finally {
    db.close()
  }
}
