import type { SegmentParticipants, SessionMetadata } from '../../../api/index.ts'
import type { Formats } from '../../../time/index.ts'
import { readableNumber } from '../../../ui/index.ts'
import type { Participant } from './timeline.ts'

type Span = Participant['present'][number]

/** What people call a participant: their name, else their address, else the recorder's id. */
export const nameOf = ({ name, aor, participantId }: Pick<Participant, 'name' | 'aor' | 'participantId'>): string =>
  name ?? (aor === null ? participantId : readableNumber(aor))

export const roleWords: Record<NonNullable<Participant['role']>, string> = { caller: 'Caller', callee: 'Callee' }

/** `9:00:00 AM – 9:02:00 AM`; what no document says is told in words. */
export function spanWords({ from, until, hasEnded }: Span, { time }: Formats): string {
  const start = from === null ? 'start not told' : time(from)
  if (until !== null) return `${start} – ${time(until)}`
  return hasEnded ? `${start} – end not told` : `from ${from === null ? 'a time not told' : start}`
}

export const partiesByWords: Record<NonNullable<SegmentParticipants['partiesBy']>, string> = {
  header: 'Caller and callee are known by the call’s headers, or were named by the recorder.',
  mark: 'Caller and callee are known by the vendor’s own mark.',
  order: 'Nothing says who called whom: caller and callee are the participants in the order sent.',
}

export const modeWords: Record<'complete' | 'partial' | 'unread', string> = {
  complete: 'Complete',
  partial: 'Partial: what changed',
  unread: 'Could not be read',
}

export const modeOf = ({ mode }: SessionMetadata['documents'][number]): keyof typeof modeWords => mode ?? 'unread'
