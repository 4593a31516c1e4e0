import type { MediaFile, RecordingId, Rendition, RenditionPlace, TenantId } from '../model/index.ts'
import type { PresignedUrl } from './media.ts'

/** What is known of renditions. */
export type RenditionStore = {
  /** Undefined for one that nobody asked for yet. */
  find(tenantId: TenantId, place: RenditionPlace): Promise<Rendition | undefined>
  /** Of a recording's files, those of one in deletion too; at most 1,000. */
  copies(tenantId: TenantId, recordingId: RecordingId): Promise<Rendition[]>
  /**
   * Writes it as version `rendition.version`, which must be the one after what is there. 'refused': another version is there,
   * or the recording is not.
   */
  write(tenantId: TenantId, rendition: Rendition): Promise<'written' | 'refused'>
}

/** Has renditions made, sooner or later, at least once. */
export type RenditionQueue = {
  ask(tenantId: TenantId, place: RenditionPlace): Promise<void>
}

/** The accepted bytes of a media file. */
export type StoredBytes = {
  lengthBytes: number
  read(offset: number, lengthBytes: number): Promise<Uint8Array>
  /** From `startByte` up to `endByte`, bit by bit. */
  stream(startByte: number, endByte: number): AsyncIterable<Uint8Array>
}

/** An object on its way into the store, part by part; parts may come in any order, each from 5 MiB on but the last. */
export type ObjectUpload = {
  put(partNumber: number, bytes: Uint8Array): Promise<void>
  /** @returns the object's version */
  complete(): Promise<string>
  abort(): Promise<void>
}

/** The objects of renditions, beside those of the files that they are made of: whatever removes a recording finds them. */
export type RenditionObjects = {
  /** @param signal ends every read with its reason */
  bytesOf(tenantId: TenantId, file: MediaFile, signal: AbortSignal): StoredBytes
  /** @returns the object's version */
  put(tenantId: TenantId, place: RenditionPlace, uploadId: string, bytes: Uint8Array): Promise<string>
  get(tenantId: TenantId, rendition: Rendition & { state: 'ready' }): Promise<Uint8Array>
  /** Of a copy, which the store throws away by itself 30 days after it was made. */
  beginCopy(tenantId: TenantId, place: RenditionPlace, uploadId: string): Promise<ObjectUpload>
  presignCopy(tenantId: TenantId, rendition: Rendition & { state: 'ready' }): Promise<PresignedUrl>
  /** Denies every read of it from now on, issued URLs included. */
  tagDeleted(tenantId: TenantId, rendition: Rendition & { state: 'ready' }): Promise<void>
}
