import type { Denial } from '../../contract/index.ts'
import type { Principal, Recording, RecordingId } from '../../model/index.ts'
import { denialOf, type RouteLimits, refuseTurnedOff, turnedOff } from '../permissions/index.ts'
import { Refusal } from '../problems/index.ts'
import { type RecordingReaders, requireRecording } from '../recordings/index.ts'

/** Why the principal may not edit transcripts of the recording; null: they may. */
export function editDenialOf(principal: Principal, recording: Recording, limits: RouteLimits): Denial | null {
  return (
    denialOf(principal, 'recording:Review', recording, limits) ?? turnedOff(recording, 'transcript', limits) ?? null
  )
}

/**
 * The recording, if the principal may edit what was said in it: whoever may review it and hear it, where the route has
 * transcripts on.
 * @throws Refusal not_found, forbidden for who may not play it, route_permission
 */
export async function requireEditable(
  stores: RecordingReaders,
  principal: Principal,
  recordingId: RecordingId,
): Promise<Recording> {
  const { recording, limits } = await requireRecording(stores, principal, recordingId, 'recording:Review', 'current')
  const unheard = denialOf(principal, 'recording:Play', recording, limits)
  if (unheard?.code === 'permission') {
    throw new Refusal('forbidden', 'Who may not play a recording does not edit what was said in it.')
  }
  refuseTurnedOff(unheard)
  refuseTurnedOff(turnedOff(recording, 'transcript', limits))
  return recording
}
