import type { Instant, MediaFile, MediaId, RecordingId, TenantId } from '../model/index.ts'

export type PresignedUrl = { url: string; expiresAt: Instant }
export type PresignedUpload = PresignedUrl & { method: 'PUT'; headers: Record<string, string> }

/** What the object store knows of a stored object. */
export type StoredObject = {
  versionId: string
  lengthBytes: number
  /** As the store verified it on arrival, lower-case hexadecimal; null when it was uploaded without one, or in parts. */
  sha256: string | null
  /** It came in parts: the store verified each of them and knows nothing of the whole. */
  isJoined: boolean
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
  /**
   * SHA-256 of all bytes of one version, lower-case hexadecimal, read bit by bit.
   * @throws the signal's reason when it ends the reading
   */
  hash(
    tenantId: TenantId,
    place: ObjectPlace,
    stored: Pick<StoredObject, 'versionId' | 'lengthBytes'>,
    signal?: AbortSignal,
  ): Promise<string>
  /** Denies every read of that version from now on, issued URLs included. */
  tagDeleted(tenantId: TenantId, file: MediaFile): Promise<void>
  /** Removes every version of every object of the recording. */
  removeAll(tenantId: TenantId, recordingId: RecordingId): Promise<void>
}

/** One part of a file: its place in the order, its length, and what its bytes must be. */
export type MediaPart = { number: number; lengthBytes: number; sha256: string }
/** `tag`: the store's own mark of it. */
export type ArrivedPart = MediaPart & { tag: string }

/** Files that come in parts (S3's multipart uploads). What nobody joins the store drops after a week. */
export type MediaParts = {
  /** Begins to take a file in parts; gives the store's name of that. */
  begin(tenantId: TenantId, file: MediaFile): Promise<string>
  /** Takes only that part, with that length and SHA-256; again and again until the parts are joined. */
  presign(tenantId: TenantId, file: MediaFile, part: MediaPart): Promise<PresignedUpload>
  /** In the order of their numbers; undefined when the parts were joined or dropped. */
  arrived(tenantId: TenantId, file: MediaFile): Promise<ArrivedPart[] | undefined>
  /** 'taken': the file is there already, whatever way it came. 'gone': the parts were joined or dropped meanwhile. */
  join(tenantId: TenantId, file: MediaFile, parts: readonly ArrivedPart[]): Promise<'joined' | 'taken' | 'gone'>
  /** Drops what has arrived; nothing for parts that were joined or dropped. */
  drop(tenantId: TenantId, file: MediaFile): Promise<void>
  /** Whether anything lies where the file is to arrive. */
  isStored(tenantId: TenantId, file: MediaFile): Promise<boolean>
}
