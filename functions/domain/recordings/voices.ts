import type { Voice } from '../../contract/index.ts'
import type { MediaFile, Participant } from '../../model/index.ts'

/** As the contract takes the id of a participant whose voice a channel is. */
const maxIdCharacters = 128

/**
 * Whose voice each channel is. Where the recorder does not say and gave the label of the stream, it is the voice of the
 * participant that sends it; a stream that several send is mixed.
 */
export function voicesIn(
  { channels, labels }: Pick<MediaFile, 'channels' | 'labels'>,
  participants: readonly Participant[],
): Voice[] {
  if (labels.length === 0) return channels
  const count = Math.max(channels.length, labels.length)
  return Array.from({ length: count }, (_, index) => {
    const said = channels[index] ?? 'unknown'
    return said === 'unknown' ? voiceOfLabel(labels[index] ?? null, participants) : said
  })
}

function voiceOfLabel(label: string | null, participants: readonly Participant[]): Voice {
  const senders = label === null ? [] : participants.filter(({ labels }) => labels.includes(label))
  const [sender] = senders
  if (!sender) return 'unknown'
  if (senders.length > 1) return 'mixed'
  return sender.participantId.length <= maxIdCharacters ? `participant:${sender.participantId}` : 'unknown'
}
