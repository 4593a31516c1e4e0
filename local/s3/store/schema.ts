export const SCHEMA_VERSION = 1

/**
 * Keys are compared as SQLite compares TEXT: byte by byte of their UTF-8, the order in which S3 lists.
 * `version.seq` grows with every change of a key, so a key's newest version has its highest seq.
 * A version's bytes are its parts in order; a part points at a file (`blob`), which copies may share.
 */
export const SCHEMA = `
CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;

CREATE TABLE bucket (
  name TEXT PRIMARY KEY,
  versioning TEXT NOT NULL CHECK (versioning IN ('never', 'enabled', 'suspended')),
  object_lock INTEGER NOT NULL,
  cors TEXT NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE version (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  bucket TEXT NOT NULL REFERENCES bucket (name),
  key TEXT NOT NULL,
  version_id TEXT NOT NULL,
  is_latest INTEGER NOT NULL,
  is_marker INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL,
  etag TEXT NOT NULL,
  modified_ms INTEGER NOT NULL,
  headers TEXT NOT NULL,
  metadata TEXT NOT NULL,
  tags TEXT NOT NULL,
  checksum_algorithm TEXT,
  checksum_type TEXT,
  checksum_value TEXT,
  is_multipart INTEGER NOT NULL,
  lock_mode TEXT,
  lock_until_ms INTEGER,
  legal_hold INTEGER NOT NULL,
  UNIQUE (bucket, key, version_id)
) STRICT;
CREATE INDEX version_by_key ON version (bucket, key, seq DESC);
CREATE UNIQUE INDEX version_latest ON version (bucket, key) WHERE is_latest = 1;

CREATE TABLE part (
  seq INTEGER NOT NULL REFERENCES version (seq) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  blob TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  checksum_value TEXT,
  PRIMARY KEY (seq, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX part_by_blob ON part (blob);

CREATE TABLE upload (
  upload_id TEXT PRIMARY KEY,
  bucket TEXT NOT NULL REFERENCES bucket (name),
  key TEXT NOT NULL,
  started_ms INTEGER NOT NULL,
  initiator TEXT NOT NULL,
  headers TEXT NOT NULL,
  metadata TEXT NOT NULL,
  tags TEXT NOT NULL,
  checksum_algorithm TEXT,
  checksum_type TEXT,
  lock_mode TEXT,
  lock_until_ms INTEGER,
  legal_hold INTEGER NOT NULL
) STRICT;
CREATE INDEX upload_by_key ON upload (bucket, key, upload_id);

CREATE TABLE upload_part (
  upload_id TEXT NOT NULL REFERENCES upload (upload_id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  blob TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  etag TEXT NOT NULL,
  checksum_algorithm TEXT,
  checksum_value TEXT,
  modified_ms INTEGER NOT NULL,
  PRIMARY KEY (upload_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX upload_part_by_blob ON upload_part (blob);

CREATE TABLE outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL) STRICT
`
