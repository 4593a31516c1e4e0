import { type ChecksumAlgorithm, type ChecksumType, readAlgorithm } from '../body/checksums.ts'
import type { Database } from './database.ts'
import { numberOf, optionalTextOf, type Row, recordOf, textOf } from './rows.ts'
import { checksumTypeOf, isBlobNamed, lockOf, type ObjectFacts } from './versions.ts'

/** A multipart upload under way. */
export type Upload = ObjectFacts & {
  readonly uploadId: string
  readonly bucket: string
  readonly key: string
  readonly startedAt: Date
  /** ARN of who began it. */
  readonly initiator: string
  readonly checksum: { readonly algorithm: ChecksumAlgorithm; readonly type: ChecksumType } | undefined
}

export type UploadedPart = {
  readonly number: number
  readonly blob: string
  readonly sizeBytes: number
  /** Hex MD5. */
  readonly etag: string
  readonly checksum: { readonly algorithm: ChecksumAlgorithm; readonly value: string } | undefined
  readonly modifiedAt: Date
}

export function insertUpload(database: Database, upload: Upload): void {
  database.run(
    `INSERT INTO upload (upload_id, bucket, key, started_ms, initiator, headers, metadata, tags, checksum_algorithm,
       checksum_type, lock_mode, lock_until_ms, legal_hold)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    upload.uploadId,
    upload.bucket,
    upload.key,
    upload.startedAt.getTime(),
    upload.initiator,
    JSON.stringify(upload.headers),
    JSON.stringify(upload.metadata),
    JSON.stringify(upload.tags),
    upload.checksum?.algorithm ?? null,
    upload.checksum?.type ?? null,
    upload.lock.retention?.mode ?? null,
    upload.lock.retention?.until.getTime() ?? null,
    upload.lock.legalHold ? 1 : 0,
  )
}

export function findUpload(database: Database, bucket: string, key: string, uploadId: string): Upload | undefined {
  const row = database.get('SELECT * FROM upload WHERE upload_id = ? AND bucket = ? AND key = ?', uploadId, bucket, key)
  return row === undefined ? undefined : uploadOf(row)
}

/** Uploads of a bucket by key and id, from after a position on. */
export function listUploads(
  database: Database,
  query: { bucket: string; prefix: string; afterKey: string; afterId: string; limit: number },
): readonly Upload[] {
  return database
    .all(
      `SELECT * FROM upload
       WHERE bucket = ? AND substr(key, 1, ?) = ? AND (key > ? OR (key = ? AND upload_id > ?))
       ORDER BY key, upload_id LIMIT ?`,
      query.bucket,
      [...query.prefix].length,
      query.prefix,
      query.afterKey,
      query.afterKey,
      query.afterId,
      query.limit,
    )
    .map(uploadOf)
}

/** Keeps a part, in place of an earlier one of its number; gives the files that nothing names any more. */
export function putPart(database: Database, uploadId: string, part: UploadedPart): readonly string[] {
  const replaced = database.get(
    'SELECT blob FROM upload_part WHERE upload_id = ? AND number = ?',
    uploadId,
    part.number,
  )
  database.run(
    `INSERT OR REPLACE INTO upload_part (upload_id, number, blob, size_bytes, etag, checksum_algorithm,
       checksum_value, modified_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    uploadId,
    part.number,
    part.blob,
    part.sizeBytes,
    part.etag,
    part.checksum?.algorithm ?? null,
    part.checksum?.value ?? null,
    part.modifiedAt.getTime(),
  )
  return replaced === undefined ? [] : [textOf(replaced, 'blob')].filter((blob) => !isBlobNamed(database, blob))
}

export function partsOfUpload(database: Database, uploadId: string): readonly UploadedPart[] {
  return database.all('SELECT * FROM upload_part WHERE upload_id = ? ORDER BY number', uploadId).map((row) => {
    const algorithm = optionalTextOf(row, 'checksum_algorithm')
    const value = optionalTextOf(row, 'checksum_value')
    return {
      number: numberOf(row, 'number'),
      blob: textOf(row, 'blob'),
      sizeBytes: numberOf(row, 'size_bytes'),
      etag: textOf(row, 'etag'),
      checksum:
        algorithm === undefined || value === undefined ? undefined : { algorithm: readAlgorithm(algorithm), value },
      modifiedAt: new Date(numberOf(row, 'modified_ms')),
    }
  })
}

/** Ends an upload; gives the files of its parts that nothing names any more. Call it inside a transaction. */
export function deleteUpload(database: Database, uploadId: string): readonly string[] {
  const blobs = partsOfUpload(database, uploadId).map((part) => part.blob)
  database.run('DELETE FROM upload WHERE upload_id = ?', uploadId)
  return blobs.filter((blob) => !isBlobNamed(database, blob))
}

function uploadOf(row: Row): Upload {
  const algorithm = optionalTextOf(row, 'checksum_algorithm')
  const type = optionalTextOf(row, 'checksum_type')
  return {
    uploadId: textOf(row, 'upload_id'),
    bucket: textOf(row, 'bucket'),
    key: textOf(row, 'key'),
    startedAt: new Date(numberOf(row, 'started_ms')),
    initiator: textOf(row, 'initiator'),
    headers: recordOf(row, 'headers'),
    metadata: recordOf(row, 'metadata'),
    tags: recordOf(row, 'tags'),
    checksum:
      algorithm === undefined || type === undefined
        ? undefined
        : { algorithm: readAlgorithm(algorithm), type: checksumTypeOf(type) },
    lock: lockOf(row),
  }
}
