import type { Permission } from '../../contract/index.ts'
import type { Principal, Recording, RecordingId, TenantSettings } from '../../model/index.ts'
import type { RecordingStore, SettingsReader } from '../../ports/index.ts'
import { denialOf, limitsOf, type RouteLimits, reaches, refuseTurnedOff } from '../permissions/index.ts'
import { notFound } from '../problems/index.ts'
import { type RecordingView, viewRecording } from './view.ts'

/** A recording as shown, and the version that its ETag carries. */
export type VersionedRecording = { recording: RecordingView; version: number }

export type RecordingReaders = { recordings: RecordingStore; settings: SettingsReader }
/** A recording, and what its tenant had set when it was looked up. */
export type Required = { recording: Recording; settings: TenantSettings; limits: RouteLimits }

/** What changes or destroys is decided by the tenant's settings as they are; the rest by settings of the last seconds. */
const decidedByCurrentSettings: readonly Permission[] = ['recording:Edit', 'recording:Review', 'recording:Delete']

/**
 * The recording, if the principal may do this to it.
 * @throws Refusal not_found, the same for a missing recording, another tenant's, and one that it may not see;
 *   route_permission where the route's switch is off
 */
export async function requireRecording(
  { recordings, settings }: RecordingReaders,
  principal: Principal,
  recordingId: RecordingId,
  permission: Permission,
): Promise<Required> {
  const { tenantId } = principal
  const [recording, set] = await Promise.all([
    recordings.find(tenantId, recordingId),
    decidedByCurrentSettings.includes(permission) ? settings.current(tenantId) : settings.recent(tenantId),
  ])
  if (!recording || !reaches(principal, permission, recording)) throw notFound()
  const limits = limitsOf(set)
  refuseTurnedOff(denialOf(principal, permission, recording, limits))
  return { recording, settings: set, limits }
}

/** @throws Refusal not_found */
export async function findRecording(
  stores: RecordingReaders,
  principal: Principal,
  recordingId: RecordingId,
): Promise<VersionedRecording> {
  const { recording, limits } = await requireRecording(stores, principal, recordingId, 'recording:Read')
  // After it: files older than what the recording says of them would contradict it.
  const media = await stores.recordings.media(principal.tenantId, recordingId)
  return { recording: viewRecording(principal, recording, media, limits), version: recording.version }
}
