import type { Contract, ResponseOf } from '../../contract/index.ts'
import type { MediaFile, Principal, RecordingId } from '../../model/index.ts'
import type { Parties, SessionModel, Span } from '../metadata/index.ts'
import { notFound } from '../problems/index.ts'
import { channelsOf } from './channels.ts'
import { ExtensionDataView, leftOutMessage } from './extension-data.ts'
import { type MetadataReaders, readCall } from './reading.ts'
import { mayOverlap, type SegmentTime, segmentTime } from './segment-time.ts'

export type SegmentParticipantsView = ResponseOf<Contract['metadata']['getSegmentParticipants']>

/**
 * Who took part in a segment, and which streams and channels were theirs.
 * @throws Refusal not_found, too, where the recording has no such segment
 */
export async function findSegmentParticipants(
  stores: MetadataReaders,
  principal: Principal,
  { recordingId, seq }: { recordingId: RecordingId; seq: number },
): Promise<SegmentParticipantsView> {
  const [{ recording, documents, reading }, media] = await Promise.all([
    readCall(stores, principal, recordingId),
    stores.recordings.media(principal.tenantId, recordingId),
  ])
  const segment = segmentTime(recording, media, seq)
  if (!segment) throw notFound()
  const { model, parties } = reading
  const extensionData = new ExtensionDataView()
  const participants = participantsIn(model, parties, segment, extensionData)
  const streams = streamsIn(
    model,
    parties,
    segment,
    media.filter((file) => file.seq === seq),
    extensionData,
  )
  const leftOut = { document: documents.at(-1)?.number ?? 1, line: null, message: leftOutMessage }
  return {
    ...{ segment, participants, streams, partiesBy: parties.basis },
    diagnostics: extensionData.hasLeftOut ? [...model.diagnostics, leftOut] : model.diagnostics,
  }
}

/** Those of the segment; all of them where a recorder's clock has every one elsewhere. */
function inSegment<T>(all: readonly T[], spansOf: (one: T) => Span[], segment: SegmentTime): readonly T[] {
  const present = all.filter((one) => mayOverlap(spansOf(one), segment))
  return present.length === 0 ? all : present
}

function participantsIn(
  model: SessionModel,
  { callerId, calleeId }: Parties,
  segment: SegmentTime,
  extensionData: ExtensionDataView,
): SegmentParticipantsView['participants'] {
  return inSegment(model.participants, ({ present }) => present, segment).map(
    ({ id, nameIds, sessionIds, present, flows, extensions }) => ({
      participantId: id,
      name: nameIds.flatMap(({ names }) => names)[0]?.text ?? null,
      aor: nameIds.find(({ aor }) => aor !== null)?.aor ?? null,
      addresses: nameIds,
      role: id === callerId ? 'caller' : id === calleeId ? 'callee' : null,
      ...{ sessionIds, present },
      flows: flows.filter(({ spans }) => mayOverlap(spans, segment)),
      extensionData: extensionData.of('participant', extensions),
    }),
  )
}

function streamsIn(
  model: SessionModel,
  parties: Parties,
  segment: SegmentTime,
  files: readonly MediaFile[],
  extensionData: ExtensionDataView,
): SegmentParticipantsView['streams'] {
  const kinds = new Map(model.media.map(({ label, kind }) => [label, kind]))
  return inSegment(model.streams, ({ spans }) => spans, segment).map((stream) => {
    const { id, sessionId, label, mode, spans, extensions } = stream
    const sends = (flow: { streamId: string; role: string }) => flow.role === 'sends' && flow.streamId === id
    return {
      ...{ streamId: id, sessionId, label, mode, spans },
      kind: label === null ? null : (kinds.get(label) ?? null),
      senderIds: model.participants.filter(({ flows }) => flows.some(sends)).map((sender) => sender.id),
      channels: channelsOf(stream, model, parties, files),
      extensionData: extensionData.of('stream', extensions),
    }
  })
}
