import type { MediaFile, Recording, Voice } from './recording.ts'

/** One voice of the call that can be muted; the same voice in several files and segments is one side. */
export type SideKey = string
export type Side = { key: SideKey; label: string }

/** Which sides a person silenced, and which alone they want to hear. */
export type Mix = { muted: ReadonlySet<SideKey>; soloed: ReadonlySet<SideKey> }

const participantPrefix = 'participant:'
const rank: Partial<Record<SideKey, number>> = { caller: 0, agent: 1, mixed: 3 }
const rankOfParticipant = 2
const rankOfUnknown = 4

function rankOf(key: SideKey): number {
  return rank[key] ?? (key.startsWith(participantPrefix) ? rankOfParticipant : rankOfUnknown)
}

/**
 * The side of each channel of each file of a segment, in the files' order. Unknown voices of one segment are told apart by
 * number, for two unknown channels are hardly one person. An audio file that names no channel is one unknown voice.
 */
export function sidesOfFiles(files: readonly Pick<MediaFile, 'kind' | 'channels'>[]): SideKey[][] {
  let unknownCount = 0
  const keyOf = (voice: Voice): SideKey => {
    if (voice !== 'unknown') return voice
    unknownCount += 1
    return unknownCount === 1 ? 'unknown' : `unknown-${unknownCount}`
  }
  return files.map((file) => {
    if (file.channels.length > 0) return file.channels.map(keyOf)
    return file.kind === 'audio' ? [keyOf('unknown')] : []
  })
}

function labelOf(key: SideKey, recording: Pick<Recording, 'participants'>, hasSeveralUnknown: boolean): string {
  if (key === 'caller') return 'Caller'
  if (key === 'agent') return 'Agent'
  if (key === 'mixed') return 'Mixed'
  if (key.startsWith(participantPrefix)) {
    const participantId = key.slice(participantPrefix.length)
    const participant = recording.participants.find((candidate) => candidate.participantId === participantId)
    return participant?.name ?? participant?.aor ?? participantId
  }
  const number = key === 'unknown' ? '1' : key.slice('unknown-'.length)
  return hasSeveralUnknown ? `Unknown voice ${number}` : 'Unknown voice'
}

/** All sides of a recording: caller, agent, participants, mixed, unknown; namesakes told apart by number. */
export function sidesOf(recording: Pick<Recording, 'segments' | 'participants'>): Side[] {
  const keys = [...new Set(recording.segments.flatMap((segment) => sidesOfFiles(segment.media).flat()))]
  keys.sort((one, other) => rankOf(one) - rankOf(other))
  const hasSeveralUnknown = keys.includes('unknown-2')
  const uses = new Map<string, number>()
  return keys.map((key) => {
    const label = labelOf(key, recording, hasSeveralUnknown)
    const use = (uses.get(label) ?? 0) + 1
    uses.set(label, use)
    return { key, label: use === 1 ? label : `${label} (${use})` }
  })
}

/**
 * What to silence before anybody chose: the mixed file where the voices are also there one by one, for both together
 * would say everything twice.
 */
export function initialMix(recording: Pick<Recording, 'segments'>): Mix {
  const isDoubled = recording.segments.some((segment) => {
    const playable = segment.media.filter((file) => file.isPlayable)
    const keys = sidesOfFiles(playable).flat()
    return keys.includes('mixed') && keys.some((key) => key === 'caller' || key === 'agent' || rankOf(key) === 2)
  })
  return { muted: new Set(isDoubled ? ['mixed'] : []), soloed: new Set() }
}

/** Solo wins over mute, as on a mixing desk. */
export function isAudible(mix: Mix, key: SideKey): boolean {
  return mix.soloed.size > 0 ? mix.soloed.has(key) : !mix.muted.has(key)
}

export function toggled(set: ReadonlySet<SideKey>, key: SideKey): ReadonlySet<SideKey> {
  const next = new Set(set)
  if (!next.delete(key)) next.add(key)
  return next
}
