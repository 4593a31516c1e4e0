import type { MediaFile, MediaId } from '../../model/index.ts'
import type { Parties, SessionModel } from '../metadata/index.ts'

type Channel = { seq: number; mediaId: MediaId; channel: number }
type Stream = SessionModel['streams'][number]

/**
 * Which channels of a segment's files hold a stream: those that were announced with its label, else those that were announced
 * as the voice of whoever sends this stream and no other of its kind.
 */
export function channelsOf(
  stream: Stream,
  model: SessionModel,
  parties: Parties,
  files: readonly MediaFile[],
): Channel[] {
  const channels = files.flatMap((file) => {
    const count = Math.max(file.channels.length, file.labels.length)
    return Array.from({ length: count }, (_, index) => ({ file, index }))
  })
  const place = ({ file, index }: (typeof channels)[number]): Channel => ({
    ...{ seq: file.seq, mediaId: file.id, channel: index + 1 },
  })
  const labelled = channels.filter(({ file, index }) => stream.label !== null && file.labels[index] === stream.label)
  if (labelled.length > 0) return labelled.map(place)
  const voices = new Set(voicesOf(stream, model, parties))
  return channels
    .filter(({ file, index }) => file.kind === 'audio' && voices.has(file.channels[index] ?? 'unknown'))
    .filter(({ file, index }) => (file.labels[index] ?? null) === null)
    .map(place)
}

/** As whose voice the stream may have been announced. */
function voicesOf(stream: Stream, model: SessionModel, { basis, callerId }: Parties): string[] {
  const kindOf = (label: string | null) => model.media.find((media) => media.label === label)?.kind ?? 'audio'
  if (kindOf(stream.label) !== 'audio') return []
  const senders = model.participants.filter(({ flows }) =>
    flows.some(({ role, streamId }) => role === 'sends' && streamId === stream.id),
  )
  if (senders.length > 1 || stream.mode === 'mixed') return ['mixed']
  const labels = new Map(model.streams.map(({ id, label }) => [id, label]))
  return model.participants.flatMap(({ id, flows }) => {
    const sent = flows.filter(
      ({ role, streamId }) => role === 'sends' && kindOf(labels.get(streamId) ?? null) === 'audio',
    )
    if (sent.length !== 1 || sent[0]?.streamId !== stream.id) return []
    const isCaller = id === callerId && basis !== 'order'
    return [`participant:${id}`, ...(isCaller ? ['caller'] : [])]
  })
}
