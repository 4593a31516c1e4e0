import type { Contract, ResponseOf } from '../../contract/index.ts'
import type { DtmfEvent, Principal, RecordingId } from '../../model/index.ts'
import { reaches } from '../permissions/index.ts'
import { notFound } from '../problems/index.ts'
import { type RecordingReaders, requireRecording } from '../recordings/index.ts'
import { recordsDtmfOn } from './switch.ts'

export type DtmfView = ResponseOf<Contract['segments']['getDtmf']>

/** So coarse that the rhythm of the keys tells nothing of which ones they were. */
const maskedStepMs = 1_000

function viewEvent({ digit, offsetMs, durationMs, source, participantId }: DtmfEvent): DtmfView['events'][number] {
  return { digit, offsetMs, durationMs, source, participantId }
}

function viewMasked(event: DtmfEvent): DtmfView['events'][number] {
  const offsetMs = Math.floor(event.offsetMs / maskedStepMs) * maskedStepMs
  return { ...viewEvent(event), digit: null, offsetMs, durationMs: null }
}

/**
 * The digits that were pressed in a segment. Whoever may not see digits sees that keys were pressed and about when.
 * @throws Refusal not_found, also for a segment of which nothing came
 */
export async function findDtmf(
  stores: RecordingReaders,
  principal: Principal,
  { recordingId, seq }: { recordingId: RecordingId; seq: number },
): Promise<DtmfView> {
  const [{ recording, settings }, dtmf, media] = await Promise.all([
    requireRecording(stores, principal, recordingId, 'recording:Read'),
    stores.recordings.dtmf(principal.tenantId, recordingId),
    stores.recordings.media(principal.tenantId, recordingId),
  ])
  const isOfSegment = (thing: { seq: number }) => thing.seq === seq
  const events = dtmf?.events.filter(isOfSegment) ?? []
  const withheld = dtmf?.withheld.filter(isOfSegment) ?? []
  if (events.length === 0 && withheld.length === 0 && !media.some(isOfSegment)) throw notFound()
  const isMasked = !reaches(principal, 'recording:ReadDtmf', recording)
  return {
    events: events.map(isMasked ? viewMasked : viewEvent),
    isMasked,
    isRecorded: recordsDtmfOn(recording.routeId, settings),
    withheld: Object.entries(Object.groupBy(withheld, ({ reason }) => reason)).map(([reason, stretches]) => ({
      reason: reason as (typeof withheld)[number]['reason'], // the keys are the reasons
      stretches: stretches.length,
    })),
  }
}
