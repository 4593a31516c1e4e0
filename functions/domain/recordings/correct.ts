import type { BodyOf, Contract } from '../../contract/index.ts'
import type { Principal, Recording, RecordingId } from '../../model/index.ts'
import { entryOf } from '../audit/index.ts'
import { refuseTurnedOff, turnedOff } from '../permissions/index.ts'
import { e164Of } from '../routing/index.ts'
import { type EditPorts, editRecording } from './edit.ts'
import type { VersionedRecording } from './find.ts'
import { viewRecording } from './view.ts'

export type Corrections = BodyOf<Contract['recordings']['correctRecording']>

/**
 * Writes a person's corrections. An edit with an old base succeeds if nobody corrected one of *its* facts since.
 * @param baseVersion the version of If-Match; undefined for `*`
 * @throws Refusal not_found, route_permission, forbidden, precondition_failed telling what was changed, conflict
 */
export async function correctRecording(
  ports: EditPorts,
  principal: Principal,
  recordingId: RecordingId,
  corrections: Corrections,
  baseVersion: number | undefined,
): Promise<VersionedRecording> {
  const names = Object.keys(corrections) as (keyof Corrections)[] // as its schema has them
  const { recording, limits } = await editRecording(
    ports,
    principal,
    recordingId,
    { permission: 'recording:Edit', baseVersion },
    ({ recording: previous, settings, limits: current }) => {
      if ('agentId' in corrections || 'agentName' in corrections) {
        refuseTurnedOff(turnedOff(previous, 'agentId', current))
      }
      if (names.length === 0) return undefined
      return {
        recording: {
          ...previous,
          ...corrections,
          ...e164Corrections(corrections, settings.tenant.homeCountry),
          arePartiesUncertain: previous.arePartiesUncertain && !('from' in corrections || 'to' in corrections),
        },
        // What is said again counts as corrected too: what the recorder sends later leaves it as it is.
        fields: names.map((field) => ({ field, now: previous[field], next: corrections[field] ?? null })),
        audit: entryOf(principal, 'correctRecording', { recordingId }, { fields: names }),
      }
    },
  )
  const media = await ports.recordings.media(principal.tenantId, recordingId)
  return { recording: viewRecording(principal, recording, media, limits), version: recording.version }
}

/** A corrected number does not move the recording to another route: who may see it is no fact of the call. */
function e164Corrections({ from, to }: Corrections, homeCountry: string | null): Partial<Recording> {
  return {
    ...(from !== undefined && { fromE164: e164Of(from, homeCountry) }),
    ...(to !== undefined && { toE164: e164Of(to, homeCountry) }),
  }
}
