import type { Denial, Direction, MediaKind, RoutePermission, Voice } from '../../functions/contract/index.ts'
import type { Actions, Denials, MediaFile, Recording, RecordingSummary } from '../api/index.ts'

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
const notAllowedWords: Record<keyof Denials, string> = {
  play: 'You may not play recordings',
  download: 'You may not download recordings',
  edit: 'You may not edit recordings',
  delete: 'You may not delete recordings',
  video: 'You may not see video',
  editAgent: 'You may not correct the agent',
}

/** What is turned off on a route, as the beginning of a sentence. */
const turnedOffWords: Record<RoutePermission, string> = {
  play: 'Playing is',
  download: 'Downloads are',
  delete: 'Deleting is',
  rating: 'Rating is',
  notes: 'Notes are',
  transcript: 'Transcripts are',
  complete: 'Marking calls as complete is',
  agentId: 'Correcting the agent is',
  customData: 'Custom data is',
  category: 'Categories are',
  video: 'Video is',
}

type Denied = Pick<RecordingSummary, 'denials'>

/** Why something was refused, in a sentence without its stop; undefined where the API names no refusal. */
export function denialWords(what: keyof Denials, { denials }: Denied): string | undefined {
  const denial = denials?.[what]
  return denial && denialSentence(denial, notAllowedWords[what])
}

/** The same of one refusal. @param notAllowed where it is the person who may not */
export function denialSentence({ routePermission, routeName }: Denial, notAllowed: string): string {
  if (routePermission === null) return notAllowed
  const where = routeName === null ? 'on its route' : `on route ${routeName}`
  return `${turnedOffWords[routePermission]} turned off ${where}`
}

/** Why a recording's action cannot be used now; undefined if it can. */
export function reasonAgainst(action: keyof Actions, recording: RecordingSummary): string | undefined {
  if (!recording.actions[action]) return denialWords(action, recording) ?? notAllowedWords[action]
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

/** The recording without the files that may be neither played nor saved here, as video is turned off on its route. */
export function withoutDeniedMedia(recording: Recording): Recording {
  if (!recording.denials?.video) return recording
  const segments = recording.segments.map((segment) => ({
    ...segment,
    media: segment.media.filter(({ kind }) => kind === 'audio'),
  }))
  return { ...recording, segments }
}

/** The files that can be saved: those that arrived, whole or not. */
export const downloadableOf = (recording: Recording): { seq: number; media: MediaFile }[] =>
  withoutDeniedMedia(recording).segments.flatMap(({ seq, media }) =>
    media.filter(({ state }) => state === 'available' || state === 'damaged').map((file) => ({ seq, media: file })),
  )
