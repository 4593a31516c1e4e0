import type { AuditEntry, MediaFile, MediaId, Principal, Recording, RecordingId } from '../../model/index.ts'
import type { Clock, Ids, RecordingStore, SettingsReader } from '../../ports/index.ts'
import { conflict, notFound, Refusal } from '../problems/index.ts'
import { summarizeMedia } from '../recordings/index.ts'
import { mayFeed } from './placing.ts'

export type FilePlace = { recordingId: RecordingId; seq: number; mediaId: MediaId }

export type AwaitedPorts = {
  recordings: RecordingStore
  settings: SettingsReader
  clock: Clock
  ids: Pick<Ids, 'uploadId'>
}

/** A file as it was announced, with the recording's version that a change of it is conditional on. */
export type Announced = { recording: Recording; files: MediaFile[]; file: MediaFile }

/** As many as may add to one call at once: in every round one of them succeeds. */
const attempts = 20

/** @throws Refusal not_found, also for a recording of a route that the recorder may not feed */
export async function findAnnounced(
  { recordings, settings }: Pick<AwaitedPorts, 'recordings' | 'settings'>,
  principal: Principal,
  { recordingId, seq, mediaId }: FilePlace,
): Promise<Announced> {
  const { tenantId } = principal
  const known = await settings.recent(tenantId)
  const recording = await recordings.find(tenantId, recordingId)
  const files = await recordings.media(tenantId, recordingId)
  const file = files.find((candidate) => candidate.id === mediaId && candidate.seq === seq)
  if (!recording || !file || !mayFeed(principal, known, recording.routeId)) throw notFound()
  return { recording, files, file }
}

/** @throws Refusal media_accepted for a file that has arrived and is kept */
export function requireAwaited(file: MediaFile): void {
  if (file.state === 'available' || file.state === 'damaged') throw accepted()
}

export function accepted(): Refusal {
  return new Refusal('media_accepted', 'The file has arrived and is kept; there is nothing to upload.')
}

/** A rejected file gets a new place to arrive at, since its old one is taken for good; any other stays as it is. */
export function atFreePlace(file: MediaFile, { clock, ids }: Pick<AwaitedPorts, 'clock' | 'ids'>): MediaFile {
  if (file.state !== 'rejected') return file
  return {
    ...file,
    ...{ state: 'pending', problem: null, problemDetail: null, uploadId: ids.uploadId(), multipart: null },
    announcedAt: clock.businessNow(),
  }
}

/** Writes one file of a recording anew. @returns 'stale' when somebody was faster */
export async function changeFile(
  { recordings, clock }: Pick<AwaitedPorts, 'recordings' | 'clock'>,
  { recording: previous, files, file }: Announced,
  changed: MediaFile,
  audit: AuditEntry | null,
): Promise<'written' | 'stale'> {
  const media = summarizeMedia(files.map((candidate) => (candidate === file ? changed : candidate)))
  const recording = { ...previous, media, updatedAt: clock.now(), version: previous.version + 1 }
  return recordings.change(previous.tenantId, { recording, previous, changedMedia: [changed], audit })
}

/**
 * Does it again from the start while somebody else is faster.
 * @param attempt gives undefined to be tried again
 * @throws Refusal conflict
 */
export async function untilWritten<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  for (let count = 0; count < attempts; count++) {
    const done = await attempt()
    if (done !== undefined) return done
  }
  throw conflict()
}
