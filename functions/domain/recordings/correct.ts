import type { BodyOf, Contract } from '../../contract/index.ts'
import type { Principal, Recording, RecordingId } from '../../model/index.ts'
import type { Clock } from '../../ports/index.ts'
import { entryOf } from '../audit/index.ts'
import { type RouteLimits, refuseTurnedOff, turnedOff } from '../permissions/index.ts'
import { conflict, Refusal } from '../problems/index.ts'
import { e164Of } from '../routing/index.ts'
import { type RecordingReaders, requireRecording, type VersionedRecording } from './find.ts'
import { viewRecording } from './view.ts'

export type Corrections = BodyOf<Contract['recordings']['correctRecording']>

/** People who edit at once: in every round one of them succeeds. */
const attempts = 20

/**
 * Writes a person's corrections. An edit with an old base succeeds if nobody corrected one of *its* facts since.
 * @param baseVersion the version of If-Match; undefined for `*`
 * @throws Refusal not_found, route_permission, precondition_failed naming the facts, conflict
 */
export async function correctRecording(
  stores: RecordingReaders & { clock: Clock },
  principal: Principal,
  recordingId: RecordingId,
  corrections: Corrections,
  baseVersion: number | undefined,
): Promise<VersionedRecording> {
  const { recordings, clock } = stores
  for (let attempt = 0; attempt < attempts; attempt++) {
    const {
      recording: previous,
      settings,
      limits,
    } = await requireRecording(stores, principal, recordingId, 'recording:Edit')
    if ('agentId' in corrections || 'agentName' in corrections) {
      refuseTurnedOff(turnedOff(previous, 'agentId', limits))
    }
    requireUntouched(previous, corrections, baseVersion)
    if (Object.keys(corrections).length === 0) return viewed(stores, principal, previous, limits)
    const version = previous.version + 1
    const fields = Object.keys(corrections)
    const edits = Object.fromEntries(fields.map((field) => [field, version]))
    const audit = entryOf(principal, 'correctRecording', { recordingId }, { fields })
    const recording: Recording = {
      ...previous,
      ...corrections,
      ...e164Corrections(corrections, settings.tenant.homeCountry),
      arePartiesUncertain: previous.arePartiesUncertain && !('from' in corrections || 'to' in corrections),
      editedFields: { ...previous.editedFields, ...edits },
      updatedAt: clock.now(),
      version,
    }
    if ((await recordings.change(principal.tenantId, { recording, previous, audit })) === 'written') {
      return viewed(stores, principal, recording, limits)
    }
  }
  throw conflict()
}

/** A corrected number does not move the recording to another route: who may see it is no fact of the call. */
function e164Corrections({ from, to }: Corrections, homeCountry: string | null): Partial<Recording> {
  return {
    ...(from !== undefined && { fromE164: e164Of(from, homeCountry) }),
    ...(to !== undefined && { toE164: e164Of(to, homeCountry) }),
  }
}

async function viewed(
  { recordings }: RecordingReaders,
  principal: Principal,
  recording: Recording,
  limits: RouteLimits,
): Promise<VersionedRecording> {
  const media = await recordings.media(principal.tenantId, recording.id)
  return { recording: viewRecording(principal, recording, media, limits), version: recording.version }
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
