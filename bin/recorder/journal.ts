import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { PlannedFile } from './calls.ts'
import { ConnectionError, messageOf } from './errors.ts'
import type { MediaState } from './wire.ts'

/** How far a file has come. `sent`: its bytes are there, and the server had not checked them when last asked. */
export type Progress = 'announced' | 'sent' | Exclude<MediaState, 'pending'>

export type Entry = {
  sha256: string
  sessionId: string | null
  recordingId: string | null
  progress: Progress | null
}

type FileKey = Pick<PlannedFile, 'path' | 'lengthBytes' | 'modifiedMs'>

/**
 * What this machine sent where: a file is known by path, length and time of change, so a changed one is a new one. It
 * saves reading files again after a cut, and tells a watched folder's old files from its new ones; what truly arrived
 * only the server knows.
 */
export type Journal = {
  find(file: FileKey): Entry | undefined
  noteChecksum(file: FileKey, sha256: string): void
  forget(file: FileKey): void
  note(file: PlannedFile, entry: Noted): void
  /** Under which session id an earlier file of the same call went in. */
  sessionIdOf(callKey: string): string | undefined
  /** Whether anything of a call was announced before. */
  knowsSession(sessionId: string): boolean
  /** When the first of the files of a segment began, as far as they said so. */
  segmentStart(sessionId: string, segment: number): string | undefined
  close(): void
}

export type Noted = { recordingId: string; sessionId: string; progress: Progress; callKey: string | undefined }

/** Opens `<home>/ingest/journal.sqlite`; `recorder` keeps apart what several recorders and servers were sent. */
export function openJournal(home: string, recorder: string): Journal {
  const folder = join(home, 'ingest')
  let database: DatabaseSync
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    database = new DatabaseSync(join(folder, 'journal.sqlite'), { timeout: 10_000 })
    database.exec('PRAGMA journal_mode = WAL')
    const form = database.prepare('PRAGMA user_version').get()?.user_version
    // A journal of another form is begun anew: what is sent again the server knows.
    if (form !== formOfJournal) database.exec(`DROP TABLE IF EXISTS files; PRAGMA user_version = ${formOfJournal}`)
    database.exec(schema)
  } catch (error) {
    throw new ConnectionError(
      `The journal of what was sent cannot be kept in ${folder} (${messageOf(error)}): make it writable, or name another by SOUNDKEEP_HOME.`,
    )
  }
  const find = database.prepare(
    'SELECT sha256, sessionId, recordingId, progress FROM files WHERE recorder = ? AND path = ? AND lengthBytes = ? AND modifiedMs = ?',
  )
  const noteChecksum = database.prepare(
    'INSERT OR REPLACE INTO files (recorder, path, lengthBytes, modifiedMs, sha256) VALUES (?, ?, ?, ?, ?)',
  )
  const note = database.prepare(
    `UPDATE files SET recordingId = ?, sessionId = ?, progress = ?, callKey = ?, segment = ?, startedAt = ?
     WHERE recorder = ? AND path = ? AND lengthBytes = ? AND modifiedMs = ?`,
  )
  const forget = database.prepare('DELETE FROM files WHERE recorder = ? AND path = ?')
  const sessionIdOf = database.prepare(
    'SELECT sessionId FROM files WHERE recorder = ? AND callKey = ? AND sessionId IS NOT NULL LIMIT 1',
  )
  const segmentStart = database.prepare(
    'SELECT min(startedAt) AS startedAt FROM files WHERE recorder = ? AND sessionId = ? AND segment = ?',
  )
  const anyOfSession = database.prepare('SELECT 1 FROM files WHERE recorder = ? AND sessionId = ? LIMIT 1')
  const keyOf = (file: FileKey) => [recorder, file.path, file.lengthBytes, file.modifiedMs] as const
  const textOrNull = (value: unknown) => (typeof value === 'string' ? value : null)

  return {
    find: (file) => {
      const row = find.get(...keyOf(file))
      if (!row) return undefined
      return {
        sha256: String(row.sha256),
        sessionId: textOrNull(row.sessionId),
        recordingId: textOrNull(row.recordingId),
        progress: progressOf(row.progress),
      }
    },
    noteChecksum: (file, sha256) => {
      noteChecksum.run(...keyOf(file), sha256)
    },
    forget: (file) => {
      forget.run(recorder, file.path)
    },
    note: (file, { recordingId, sessionId, progress, callKey }) => {
      const { segment, startedAt } = file
      note.run(recordingId, sessionId, progress, callKey ?? null, segment, startedAt ?? null, ...keyOf(file))
    },
    sessionIdOf: (callKey) => textOrNull(sessionIdOf.get(recorder, callKey)?.sessionId) ?? undefined,
    knowsSession: (sessionId) => anyOfSession.get(recorder, sessionId) !== undefined,
    segmentStart: (sessionId, segment) =>
      textOrNull(segmentStart.get(recorder, sessionId, segment)?.startedAt) ?? undefined,
    close: () => database.close(),
  }
}

const formOfJournal = 2
const schema = `
  CREATE TABLE IF NOT EXISTS files (
    recorder TEXT NOT NULL,
    path TEXT NOT NULL,
    lengthBytes INTEGER NOT NULL,
    modifiedMs INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    recordingId TEXT,
    sessionId TEXT,
    progress TEXT,
    callKey TEXT,
    segment INTEGER,
    startedAt TEXT,
    PRIMARY KEY (recorder, path)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS sessions ON files (recorder, sessionId, segment) WHERE sessionId IS NOT NULL;
  CREATE INDEX IF NOT EXISTS calls ON files (recorder, callKey) WHERE callKey IS NOT NULL;
`

const steps: readonly Progress[] = ['announced', 'sent', 'available', 'damaged', 'rejected', 'missing']
const progressOf = (value: unknown): Progress | null => steps.find((step) => step === value) ?? null
