import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS user (
    subject TEXT PRIMARY KEY,
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    totp_secret BLOB,
    totp_pending BLOB,
    totp_used_step INTEGER NOT NULL DEFAULT 0,
    is_totp_on INTEGER NOT NULL DEFAULT 0,
    signed_out_at INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS client (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS client_secret (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES client (id) ON DELETE CASCADE,
    hash TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS secret_of_client ON client_secret (client_id, created_at);
  CREATE TABLE IF NOT EXISTS mail (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    link TEXT NOT NULL,
    sent_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS seeded (name TEXT PRIMARY KEY) STRICT;
`

/**
 * Opens the user pool's file in a state folder, making both where they are missing.
 *
 * @throws Error whose message says what to do when the file is damaged
 */
export function openDatabase(stateFolder: string): DatabaseSync {
  mkdirSync(stateFolder, { recursive: true, mode: 0o700 })
  const path = join(stateFolder, 'user-pool.sqlite')
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path)
    // It holds the secrets of authenticator apps, which have to be read again.
    chmodSync(path, 0o600)
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000;')
    database.exec(SCHEMA)
    return database
  } catch (cause) {
    database?.close()
    throw new Error(
      `The people and recorders in ${path} cannot be opened; delete the file to start anew with those of the demo world.`,
      { cause },
    )
  }
}
