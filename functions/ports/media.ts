import type { Instant, MediaFile, MediaId, RecordingId, TenantId } from '../model/index.ts'

export type PresignedUrl = { url: string; expiresAt: Instant }
export type PresignedUpload = PresignedUrl & { method: 'PUT'; headers: Record<string, string> }

/** What the object store knows of a stored object. */
export type StoredObject = {
  versionId: string
  lengthBytes: number
  /** As the store verified it on arrival, lower-case hexadecimal; null when it was uploaded without one. */
  sha256: string | null
}

/** Where an object stands: names are made by us, never from a recorder's text. */
export type ObjectPlace = { recordingId: RecordingId; seq: number; mediaId: MediaId; uploadId: string }

/** The object store's part in a recording's life. */
export type MediaStore = {
  /** Takes only that length and SHA-256, once. */
  presignUpload(tenantId: TenantId, file: MediaFile): Promise<PresignedUpload>
  /** Of the accepted version. */
  presignPlayback(tenantId: TenantId, file: MediaFile): Promise<PresignedUrl>
  /** Of the accepted version; saves under `fileName`. */
  presignDownload(tenantId: TenantId, file: MediaFile, fileName: string): Promise<PresignedUrl>
  /** The latest version, or the one named; undefined where there is none. */
  head(tenantId: TenantId, place: ObjectPlace, versionId?: string): Promise<StoredObject | undefined>
  /** Bytes of one version, from `offset`; fewer than asked at the end. */
  read(
    tenantId: TenantId,
    place: ObjectPlace,
    versionId: string,
    offset: number,
    lengthBytes: number,
  ): Promise<Uint8Array>
  /** Denies every read of that version from now on, issued URLs included. */
  tagDeleted(tenantId: TenantId, file: MediaFile): Promise<void>
  /** Removes every version of every object of the recording. */
  removeAll(tenantId: TenantId, recordingId: RecordingId): Promise<void>
}
