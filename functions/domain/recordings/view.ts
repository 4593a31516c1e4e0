import type { Contract, ResponseOf } from '../../contract/index.ts'
import type { MediaFile, Principal, Recording } from '../../model/index.ts'
import { allows } from '../permissions/index.ts'
import { bySegment, durationMsOf, segmentDurationMs } from './summary.ts'

export type RecordingView = ResponseOf<Contract['recordings']['getRecording']>
export type RecordingPage = ResponseOf<Contract['recordings']['listRecordings']>
export type RecordingSummaryView = RecordingPage['items'][number]

/** The columns of the list. */
export function viewSummary(principal: Principal, recording: Recording): RecordingSummaryView {
  const { id, routeId, sessionId, ingressCallId, egressCallId, from, fromName, to, toName, direction } = recording
  const { startedAt, isStartEstimated, endedAt, agentId, agentName, queue, callGroupId, media } = recording
  return {
    ...{ id, routeId, sessionId, ingressCallId, egressCallId, from, fromName, to, toName, direction },
    ...{ startedAt, isStartEstimated, endedAt, agentId, agentName, queue, callGroupId },
    durationMs: durationMsOf(recording),
    kinds: media.kinds,
    mediaStatus: media.status,
    actions: {
      play: allows(principal, 'recording:Play', recording),
      download: allows(principal, 'recording:Download', recording),
      edit: allows(principal, 'recording:Edit', recording),
      delete: allows(principal, 'recording:Delete', recording),
    },
  }
}

function viewMedia(file: MediaFile): RecordingView['segments'][number]['media'][number] {
  const { id, kind, startOffsetMs, channels, fileName, contentType, lengthBytes, sha256 } = file
  const { state, problem, problemDetail, container, codec, durationMs, isPlayable } = file
  return {
    ...{ id, kind, startOffsetMs, channels, fileName, contentType, lengthBytes, sha256 },
    ...{ state, problem, problemDetail, container, codec, durationMs, isPlayable },
  }
}

/** The whole recording, as its details page shows it. */
export function viewRecording(principal: Principal, recording: Recording, media: readonly MediaFile[]): RecordingView {
  return {
    ...viewSummary(principal, recording),
    fromE164: null,
    toE164: null,
    segments: [...bySegment(media)].map(([seq, files]) => ({
      seq,
      durationMs: segmentDurationMs(files),
      media: files.map(viewMedia),
    })),
    pauses: recording.pauses,
    participants: recording.participants,
    sipHeaders: recording.sipHeaders,
    editedFields: Object.keys(recording.editedFields).sort(),
    createdAt: recording.createdAt,
    updatedAt: recording.updatedAt,
  }
}
