import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Adapter, AdapterPayload } from 'oidc-provider'

/** Sessions, grants, codes and tokens of oidc-provider, in one SQLite file. */
export type ArtifactStore = {
  /** The adapter of one of oidc-provider's models. */
  adapterOf(model: string): Adapter
  /** Ends every code and token of a grant. */
  revokeGrant(grantId: string): void
  /** Ends every session, grant, code and token of a person. */
  endSignIns(accountId: string): void
  close(): void
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS artifact (
    model TEXT NOT NULL,
    id TEXT NOT NULL,
    payload TEXT NOT NULL,
    grant_id TEXT,
    uid TEXT,
    expires_at INTEGER,
    PRIMARY KEY (model, id)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS artifact_of_grant ON artifact (grant_id) WHERE grant_id IS NOT NULL;
  CREATE INDEX IF NOT EXISTS artifact_of_uid ON artifact (model, uid) WHERE uid IS NOT NULL;
  CREATE INDEX IF NOT EXISTS artifact_of_account ON artifact (json_extract(payload, '$.accountId'));
  CREATE INDEX IF NOT EXISTS artifact_by_expiry ON artifact (expires_at);
`

/** Models that die with their grant: all that a thief of a code or refresh token could hold. */
const BOUND_TO_GRANT = ['AccessToken', 'AuthorizationCode', 'RefreshToken']

const epochSeconds = () => Math.floor(Date.now() / 1000)

/**
 * Opens the store of a state folder, which must exist.
 *
 * @throws Error whose message says what to do when the file is damaged
 */
export function openArtifactStore(stateFolder: string): ArtifactStore {
  const path = join(stateFolder, 'sign-in.sqlite')
  const database = openDatabase(path)
  const upsert = database.prepare(
    `INSERT INTO artifact (model, id, payload, grant_id, uid, expires_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (model, id) DO UPDATE SET
       payload = excluded.payload, grant_id = excluded.grant_id, uid = excluded.uid, expires_at = excluded.expires_at`,
  )
  const live = '(expires_at IS NULL OR expires_at > ?)'
  const findById = database.prepare(`SELECT payload FROM artifact WHERE model = ? AND id = ? AND ${live}`)
  const findByUid = database.prepare(`SELECT payload FROM artifact WHERE model = ? AND uid = ? AND ${live}`)
  const consume = database.prepare(
    `UPDATE artifact SET payload = json_set(payload, '$.consumed', ?) WHERE model = ? AND id = ?`,
  )
  const destroy = database.prepare('DELETE FROM artifact WHERE model = ? AND id = ?')
  const revoke = database.prepare(
    `DELETE FROM artifact WHERE grant_id = ? AND model IN (${BOUND_TO_GRANT.map((model) => `'${model}'`).join(', ')})`,
  )
  const ofAccount = database.prepare("DELETE FROM artifact WHERE json_extract(payload, '$.accountId') = ?")
  const forgetExpired = database.prepare('DELETE FROM artifact WHERE expires_at <= ?')

  // The rows hold what upsert() was given, so they have its type again.
  const read = (row: Record<string, unknown> | undefined) =>
    row === undefined ? undefined : (JSON.parse(String(row.payload)) as AdapterPayload)

  const revokeGrant = (grantId: string) => {
    revoke.run(grantId)
  }

  return {
    adapterOf: (model) => ({
      async upsert(id, payload, expiresIn) {
        forgetExpired.run(epochSeconds())
        const expiresAt = expiresIn === undefined ? null : epochSeconds() + expiresIn
        upsert.run(model, id, JSON.stringify(payload), payload.grantId ?? null, payload.uid ?? null, expiresAt)
      },
      find: async (id) => read(findById.get(model, id, epochSeconds())),
      findByUid: async (uid) => read(findByUid.get(model, uid, epochSeconds())),
      // Only the device flow has user codes, and it is switched off.
      findByUserCode: async () => undefined,
      async consume(id) {
        consume.run(epochSeconds(), model, id)
      },
      async destroy(id) {
        destroy.run(model, id)
      },
      revokeByGrantId: async (grantId) => revokeGrant(grantId),
    }),
    revokeGrant,
    endSignIns: (accountId) => void ofAccount.run(accountId),
    close: () => database.close(),
  }
}

function openDatabase(path: string): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path)
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000;')
    database.exec(SCHEMA)
    return database
  } catch (cause) {
    database?.close()
    throw new Error(
      `The sign-in state in ${path} cannot be opened; delete the file to start anew (everybody signs in again).`,
      {
        cause,
      },
    )
  }
}
