import { randomBytes } from 'node:crypto'
import { type Checksum, type ChecksumType, readAlgorithm } from '../body/checksums.ts'
import type { Bucket } from './buckets.ts'
import type { Database } from './database.ts'
import { isTrueIn, numberOf, optionalNumberOf, optionalTextOf, type Row, recordOf, textOf } from './rows.ts'

/** What a writer says of an object besides its bytes. */
export type ObjectFacts = {
  /** Content-Type, Cache-Control and their like, names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** x-amz-meta-*, without that prefix. */
  readonly metadata: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, string>>
  readonly lock: ObjectLock
}

export type ObjectLock = {
  readonly retention: { readonly mode: 'GOVERNANCE' | 'COMPLIANCE'; readonly until: Date } | undefined
  readonly legalHold: boolean
}

export const UNLOCKED: ObjectLock = { retention: undefined, legalHold: false }

export type Part = {
  readonly number: number
  readonly blob: string
  readonly sizeBytes: number
  /** Base64, of the version's checksum algorithm. */
  readonly checksum: string | undefined
}

/** A version of a key: an object's bytes and facts, or a delete marker, which has neither. */
export type Version = ObjectFacts & {
  readonly seq: number
  readonly key: string
  /** `null` (the text) for a version made while the bucket was not versioned. */
  readonly versionId: string
  readonly isLatest: boolean
  readonly isMarker: boolean
  readonly sizeBytes: number
  /** Without quotes. */
  readonly etag: string
  readonly modifiedAt: Date
  readonly checksum: Checksum | undefined
  readonly isMultipart: boolean
}

export type NewObject = ObjectFacts & {
  readonly sizeBytes: number
  readonly etag: string
  readonly checksum: Checksum | undefined
  readonly isMultipart: boolean
  readonly parts: readonly Part[]
}

/** A version written, with the files that nothing names any more because it replaced a null version. */
export type Written = { readonly version: Version; readonly orphans: readonly string[] }

export function latestVersion(database: Database, bucket: string, key: string): Version | undefined {
  const row = database.get('SELECT * FROM version WHERE bucket = ? AND key = ? AND is_latest = 1', bucket, key)
  return row === undefined ? undefined : versionOf(row)
}

export function versionById(database: Database, bucket: string, key: string, versionId: string): Version | undefined {
  const row = database.get(
    'SELECT * FROM version WHERE bucket = ? AND key = ? AND version_id = ?',
    bucket,
    key,
    versionId,
  )
  return row === undefined ? undefined : versionOf(row)
}

export function partsOf(database: Database, version: Version): readonly Part[] {
  return database.all('SELECT * FROM part WHERE seq = ? ORDER BY number', version.seq).map((row) => ({
    number: numberOf(row, 'number'),
    blob: textOf(row, 'blob'),
    sizeBytes: numberOf(row, 'size_bytes'),
    checksum: optionalTextOf(row, 'checksum_value'),
  }))
}

/** Adds an object as its key's newest version; call it inside a transaction. */
export function insertObject(database: Database, bucket: Bucket, key: string, object: NewObject, now: Date): Written {
  const written = insertVersion(database, bucket, key, { ...object, isMarker: false }, now)
  for (const part of object.parts) {
    database.run(
      'INSERT INTO part (seq, number, blob, size_bytes, checksum_value) VALUES (?, ?, ?, ?, ?)',
      written.version.seq,
      part.number,
      part.blob,
      part.sizeBytes,
      part.checksum ?? null,
    )
  }
  return written
}

/** Adds a delete marker as its key's newest version; call it inside a transaction. */
export function insertMarker(database: Database, bucket: Bucket, key: string, now: Date): Written {
  return insertVersion(
    database,
    bucket,
    key,
    {
      headers: {},
      metadata: {},
      tags: {},
      lock: UNLOCKED,
      sizeBytes: 0,
      etag: '',
      checksum: undefined,
      isMultipart: false,
      isMarker: true,
    },
    now,
  )
}

/** Takes a version away; gives the files that nothing names any more. Call it inside a transaction. */
export function deleteVersion(database: Database, bucket: string, version: Version): readonly string[] {
  const blobs = partsOf(database, version).map((part) => part.blob)
  database.run('DELETE FROM version WHERE seq = ?', version.seq)
  if (version.isLatest) {
    database.run(
      `UPDATE version SET is_latest = 1
       WHERE seq = (SELECT max(seq) FROM version WHERE bucket = ? AND key = ?)`,
      bucket,
      version.key,
    )
  }
  return blobs.filter((blob) => !isBlobNamed(database, blob))
}

export function isBlobNamed(database: Database, blob: string): boolean {
  return (
    database.get('SELECT 1 AS named FROM part WHERE blob = ? LIMIT 1', blob) !== undefined ||
    database.get('SELECT 1 AS named FROM upload_part WHERE blob = ? LIMIT 1', blob) !== undefined
  )
}

export function setTags(database: Database, version: Version, tags: Readonly<Record<string, string>>): void {
  database.run('UPDATE version SET tags = ? WHERE seq = ?', JSON.stringify(tags), version.seq)
}

export function setLock(database: Database, version: Version, lock: ObjectLock): void {
  database.run(
    'UPDATE version SET lock_mode = ?, lock_until_ms = ?, legal_hold = ? WHERE seq = ?',
    lock.retention?.mode ?? null,
    lock.retention?.until.getTime() ?? null,
    lock.legalHold ? 1 : 0,
    version.seq,
  )
}

/** A number that grows with every change of the store, for the sequencer of events. */
export function nextSequence(database: Database): number {
  const row = database.get(
    `INSERT INTO counter (name, value) VALUES ('sequencer', 1)
     ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value`,
  )
  return row === undefined ? 0 : numberOf(row, 'value')
}

type NewVersion = Omit<NewObject, 'parts'> & { readonly isMarker: boolean }

function insertVersion(database: Database, bucket: Bucket, key: string, fresh: NewVersion, now: Date): Written {
  const versionId = bucket.versioning === 'enabled' ? randomBytes(24).toString('base64url') : 'null'
  const replaced = versionId === 'null' ? versionById(database, bucket.name, key, 'null') : undefined
  const orphans = replaced === undefined ? [] : deleteVersion(database, bucket.name, replaced)
  database.run('UPDATE version SET is_latest = 0 WHERE bucket = ? AND key = ? AND is_latest = 1', bucket.name, key)
  const { lastId } = database.run(
    `INSERT INTO version (bucket, key, version_id, is_latest, is_marker, size_bytes, etag, modified_ms, headers,
       metadata, tags, checksum_algorithm, checksum_type, checksum_value, is_multipart, lock_mode, lock_until_ms,
       legal_hold)
     VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    bucket.name,
    key,
    versionId,
    fresh.isMarker ? 1 : 0,
    fresh.sizeBytes,
    fresh.etag,
    now.getTime(),
    JSON.stringify(fresh.headers),
    JSON.stringify(fresh.metadata),
    JSON.stringify(fresh.tags),
    fresh.checksum?.algorithm ?? null,
    fresh.checksum?.type ?? null,
    fresh.checksum?.value ?? null,
    fresh.isMultipart ? 1 : 0,
    fresh.lock.retention?.mode ?? null,
    fresh.lock.retention?.until.getTime() ?? null,
    fresh.lock.legalHold ? 1 : 0,
  )
  return { version: { ...fresh, seq: lastId, key, versionId, isLatest: true, modifiedAt: now }, orphans }
}

export function versionOf(row: Row): Version {
  return {
    seq: numberOf(row, 'seq'),
    key: textOf(row, 'key'),
    versionId: textOf(row, 'version_id'),
    isLatest: isTrueIn(row, 'is_latest'),
    isMarker: isTrueIn(row, 'is_marker'),
    sizeBytes: numberOf(row, 'size_bytes'),
    etag: textOf(row, 'etag'),
    modifiedAt: new Date(numberOf(row, 'modified_ms')),
    headers: recordOf(row, 'headers'),
    metadata: recordOf(row, 'metadata'),
    tags: recordOf(row, 'tags'),
    checksum: checksumOf(row),
    isMultipart: isTrueIn(row, 'is_multipart'),
    lock: lockOf(row),
  }
}

export function lockOf(row: Row): ObjectLock {
  const mode = optionalTextOf(row, 'lock_mode')
  const untilMs = optionalNumberOf(row, 'lock_until_ms')
  const isKnown = mode === 'GOVERNANCE' || mode === 'COMPLIANCE'
  return {
    retention: isKnown && untilMs !== undefined ? { mode, until: new Date(untilMs) } : undefined,
    legalHold: isTrueIn(row, 'legal_hold'),
  }
}

function checksumOf(row: Row): Checksum | undefined {
  const algorithm = optionalTextOf(row, 'checksum_algorithm')
  const type = optionalTextOf(row, 'checksum_type')
  const value = optionalTextOf(row, 'checksum_value')
  if (algorithm === undefined || type === undefined || value === undefined) return undefined
  return { algorithm: readAlgorithm(algorithm), type: checksumTypeOf(type), value }
}

export function checksumTypeOf(text: string): ChecksumType {
  if (text !== 'COMPOSITE' && text !== 'FULL_OBJECT') throw new TypeError('column holds no checksum type')
  return text
}
