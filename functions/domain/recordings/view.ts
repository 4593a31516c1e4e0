import { type Contract, type Denials, factNames, type Permission, type ResponseOf } from '../../contract/index.ts'
import type { MediaFile, Participant, Principal, Recording } from '../../model/index.ts'
import { denialOf, type RouteLimits, turnedOff } from '../permissions/index.ts'
import { viewReviewSummary } from './review.ts'
import { bySegment, durationMsOf, segmentDurationMs } from './summary.ts'
import { voicesIn } from './voices.ts'

export type RecordingView = ResponseOf<Contract['recordings']['getRecording']>
export type RecordingPage = ResponseOf<Contract['recordings']['listRecordings']>
export type RecordingSummaryView = RecordingPage['items'][number]

const actionPermissions = {
  play: 'recording:Play',
  download: 'recording:Download',
  edit: 'recording:Edit',
  delete: 'recording:Delete',
  video: 'recording:PlayVideo',
} as const satisfies Partial<Record<keyof Denials, Permission>>

/** Why the principal may not do what it may not, by action; undefined where it may do everything. */
function denialsOf(principal: Principal, recording: Recording, limits: RouteLimits): Denials | undefined {
  const ofActions = Object.entries(actionPermissions).map(
    ([action, permission]) => [action, denialOf(principal, permission, recording, limits)] as const,
  )
  const ofFields = [['editAgent', turnedOff(recording, 'agentId', limits)] as const]
  const denied = [...ofActions, ...ofFields].filter(([, denial]) => denial !== undefined)
  return denied.length === 0 ? undefined : Object.fromEntries(denied)
}

/** The columns of the list. */
export function viewSummary(principal: Principal, recording: Recording, limits: RouteLimits): RecordingSummaryView {
  const denials = denialsOf(principal, recording, limits)
  const { id, routeId, sessionId, ingressCallId, egressCallId, from, fromName, to, toName, direction } = recording
  const { arePartiesUncertain, startedAt, isStartEstimated, endedAt, agentId, agentName, queue, callGroupId, media } =
    recording
  return {
    ...{ id, routeId, sessionId, ingressCallId, egressCallId, from, fromName, to, toName, direction },
    ...{ arePartiesUncertain, startedAt, isStartEstimated, endedAt, agentId, agentName, queue, callGroupId },
    durationMs: durationMsOf(recording),
    kinds: media.kinds,
    mediaStatus: media.status,
    review: viewReviewSummary(recording.review, principal.request.at),
    actions: {
      play: !denials?.play,
      download: !denials?.download,
      edit: !denials?.edit,
      delete: !denials?.delete,
    },
    ...(denials && { denials }),
  }
}

function viewMedia(
  file: MediaFile,
  participants: readonly Participant[],
): RecordingView['segments'][number]['media'][number] {
  const { id, kind, startOffsetMs, labels, fileName, contentType, lengthBytes, sha256 } = file
  const { state, problem, problemDetail, container, codec, durationMs, isPlayable } = file
  return {
    ...{ id, kind, startOffsetMs, channels: voicesIn(file, participants), labels },
    ...{ fileName, contentType, lengthBytes, sha256 },
    ...{ state, problem, problemDetail, container, codec, durationMs, isPlayable },
  }
}

/** The whole recording, as its details page shows it. */
export function viewRecording(
  principal: Principal,
  recording: Recording,
  media: readonly MediaFile[],
  limits: RouteLimits,
): RecordingView {
  return {
    ...viewSummary(principal, recording, limits),
    fromE164: recording.fromE164,
    toE164: recording.toE164,
    segments: [...bySegment(media)].map(([seq, files]) => ({
      seq,
      durationMs: segmentDurationMs(files),
      media: files.map((file) => viewMedia(file, recording.participants)),
    })),
    pauses: recording.pauses,
    participants: recording.participants,
    sipHeaders: recording.sipHeaders,
    editedFields: factNames.filter((name) => name in recording.editedFields).sort(),
    createdAt: recording.createdAt,
    updatedAt: recording.updatedAt,
  }
}
