import type { BodyOf, Contract } from '../../contract/index.ts'
import type { Principal, Recording, RecordingId } from '../../model/index.ts'
import type { Clock, RecordingStore } from '../../ports/index.ts'
import { conflict, Refusal } from '../problems/index.ts'
import { requireRecording, type VersionedRecording } from './find.ts'
import { viewRecording } from './view.ts'

export type Corrections = BodyOf<Contract['recordings']['correctRecording']>

/** People who edit at once: in every round one of them succeeds. */
const attempts = 20

/**
 * Writes a person's corrections. An edit with an old base succeeds if nobody corrected one of *its* facts since.
 * @param baseVersion the version of If-Match; undefined for `*`
 * @throws Refusal not_found, precondition_failed naming the facts, conflict
 */
export async function correctRecording(
  { recordings, clock }: { recordings: RecordingStore; clock: Clock },
  principal: Principal,
  recordingId: RecordingId,
  corrections: Corrections,
  baseVersion: number | undefined,
): Promise<VersionedRecording> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const previous = await requireRecording(recordings, principal, recordingId, 'recording:Edit')
    requireUntouched(previous, corrections, baseVersion)
    if (Object.keys(corrections).length === 0) return viewed(recordings, principal, previous)
    const version = previous.version + 1
    const edits = Object.fromEntries(Object.keys(corrections).map((field) => [field, version]))
    const recording: Recording = {
      ...previous,
      ...corrections,
      editedFields: { ...previous.editedFields, ...edits },
      updatedAt: clock.now(),
      version,
    }
    if ((await recordings.change(principal.tenantId, { recording, previous })) === 'written') {
      return viewed(recordings, principal, recording)
    }
  }
  throw conflict()
}

async function viewed(
  recordings: RecordingStore,
  principal: Principal,
  recording: Recording,
): Promise<VersionedRecording> {
  const media = await recordings.media(principal.tenantId, recording.id)
  return { recording: viewRecording(principal, recording, media), version: recording.version }
}

function requireUntouched(current: Recording, corrections: Corrections, baseVersion: number | undefined): void {
  if (baseVersion === undefined) return
  if (baseVersion < 1 || baseVersion > current.version) {
    throw new Refusal('precondition_failed', 'If-Match is not an ETag of this recording. Read it again.')
  }
  const touched = Object.keys(corrections).filter((field) => (current.editedFields[field] ?? 0) > baseVersion)
  if (touched.length === 0) return
  throw new Refusal(
    'precondition_failed',
    'Somebody corrected the same facts since you read the recording. Read it again and decide.',
    touched.map((field) => ({ field, message: 'was corrected by somebody else' })),
  )
}
