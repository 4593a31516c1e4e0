import type { Permission } from '../../contract/index.ts'
import type { Principal, Recording, RecordingId } from '../../model/index.ts'
import type { RecordingStore } from '../../ports/index.ts'
import { allows } from '../permissions/index.ts'
import { notFound } from '../problems/index.ts'
import { type RecordingView, viewRecording } from './view.ts'

/** A recording as shown, and the version that its ETag carries. */
export type VersionedRecording = { recording: RecordingView; version: number }

/**
 * The recording, if the principal may do this to it.
 * @throws Refusal not_found, the same for a missing recording, another tenant's, and one that it may not see
 */
export async function requireRecording(
  recordings: RecordingStore,
  principal: Principal,
  recordingId: RecordingId,
  permission: Permission,
): Promise<Recording> {
  const recording = await recordings.find(principal.tenantId, recordingId)
  if (!recording || !allows(principal, permission, recording)) throw notFound()
  return recording
}

/** @throws Refusal not_found */
export async function findRecording(
  recordings: RecordingStore,
  principal: Principal,
  recordingId: RecordingId,
): Promise<VersionedRecording> {
  const [recording, media] = await Promise.all([
    requireRecording(recordings, principal, recordingId, 'recording:Read'),
    recordings.media(principal.tenantId, recordingId),
  ])
  return { recording: viewRecording(principal, recording, media), version: recording.version }
}
