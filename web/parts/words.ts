import type { Direction, MediaKind, Voice } from '../../functions/contract/index.ts'
import type { Actions, MediaFile, Recording, RecordingSummary } from '../api/index.ts'

export const directionWords: Record<Direction, string> = {
  inbound: 'Inbound',
  outbound: 'Outbound',
  internal: 'Internal',
  unknown: 'Direction unknown',
}

export const kindWords: Record<MediaKind, string> = { audio: 'Audio', video: 'Video', screen: 'Screen' }

export const stateWords: Record<MediaFile['state'], string> = {
  pending: 'Waiting for upload',
  available: 'Available',
  damaged: 'Damaged',
  rejected: 'Rejected',
  missing: 'Missing',
}

/** Why a button that is there cannot be used. */
export const notAllowedWords: Record<keyof Actions, string> = {
  play: 'You may not play recordings',
  download: 'You may not download recordings',
  edit: 'You may not edit recordings',
  delete: 'You may not delete recordings',
}

/** Why a recording's action cannot be used now; undefined if it can. */
export function reasonAgainst(action: keyof Actions, recording: RecordingSummary): string | undefined {
  if (!recording.actions[action]) return notAllowedWords[action]
  if ((action === 'play' || action === 'download') && recording.mediaStatus === 'none') {
    return 'No media file was announced for this call'
  }
  return undefined
}

const voiceWords = new Map<Voice, string>([
  ['caller', 'Caller'],
  ['agent', 'Agent'],
  ['mixed', 'Mixed'],
  ['unknown', 'Voice unknown'],
])

/** Whose voice a channel is; a participant by the name the recorder gave. */
export function nameOfVoice(voice: Voice, participants: Recording['participants']): string {
  const participantId = voice.replace(/^participant:/, '')
  const participant = participants.find((candidate) => candidate.participantId === participantId)
  return voiceWords.get(voice) ?? participant?.name ?? participant?.aor ?? participantId
}

/** The voices of a file, in channel order: `Caller, Agent`. */
export const voicesOf = (media: MediaFile, participants: Recording['participants']): string =>
  media.channels.map((voice) => nameOfVoice(voice, participants)).join(', ')

/** From and to in one line, for titles and dialogs. */
export const partiesOf = (
  recording: Pick<RecordingSummary, 'from' | 'fromName' | 'to' | 'toName'>,
  readable: (number: string) => string,
): string => {
  const party = (name: string | null, number: string | null) => name ?? (number ? readable(number) : 'unknown')
  return `${party(recording.fromName, recording.from)} → ${party(recording.toName, recording.to)}`
}

/** The files that can be saved: those that arrived, whole or not. */
export const downloadableOf = (recording: Recording): { seq: number; media: MediaFile }[] =>
  recording.segments.flatMap(({ seq, media }) =>
    media.filter(({ state }) => state === 'available' || state === 'damaged').map((file) => ({ seq, media: file })),
  )
