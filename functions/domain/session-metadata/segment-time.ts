import type { Instant, MediaFile, Pause, Recording } from '../../model/index.ts'
import type { Span } from '../metadata/index.ts'
import { bySegment, durationMsOf, segmentDurationMs } from '../recordings/index.ts'

export type SegmentTime = { seq: number; startedAt: Instant | null; durationMs: number | null }

/**
 * When a segment was: segments follow one another from the start of the call, with the pauses between that were cut out.
 * A call without files is one segment, as long as it was.
 * @returns undefined for a segment that there is not
 */
export function segmentTime(recording: Recording, media: readonly MediaFile[], seq: number): SegmentTime | undefined {
  const segments = bySegment(media)
  if (segments.size === 0) {
    return seq === 1 ? { seq, startedAt: recording.startedAt, durationMs: durationMsOf(recording) } : undefined
  }
  const files = segments.get(seq)
  if (!files) return undefined
  const before = [...segments].filter(([number]) => number < seq).map(([, earlier]) => segmentDurationMs(earlier))
  const offsetMs = before.some((ms) => ms === null) ? null : before.reduce<number>((sum, ms) => sum + (ms ?? 0), 0)
  const startMs = offsetMs === null ? null : timeOf(recording, offsetMs)
  const ownMs = segmentDurationMs(files)
  return {
    seq,
    startedAt: startMs === null ? null : new Date(startMs).toISOString(),
    durationMs:
      startMs === null || offsetMs === null || ownMs === null ? ownMs : timeOf(recording, offsetMs + ownMs) - startMs,
  }
}

/** When it was that is heard so far into the recording. */
function timeOf({ startedAt, pauses }: Recording, offsetMs: number): number {
  const cuts = pauses.filter(({ mode }) => mode === 'cut').toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1))
  return cuts.reduce((ms, cut) => (startOf(cut) < ms ? ms + lengthOf(cut) : ms), Date.parse(startedAt) + offsetMs)
}

const startOf = (pause: Pause) => Date.parse(pause.startedAt)
const lengthOf = (pause: Pause) => Date.parse(pause.endedAt) - startOf(pause)

/** Whether any of these stretches reaches into the segment, or may: what is not known is not excluded. */
export function mayOverlap(spans: readonly Span[], { startedAt, durationMs }: SegmentTime): boolean {
  if (spans.length === 0 || startedAt === null) return true
  const start = Date.parse(startedAt)
  const end = durationMs === null ? Number.POSITIVE_INFINITY : start + durationMs
  return spans.some(({ from, until }) => {
    const beginsBefore = from === null || Date.parse(from) < end || Date.parse(from) === start
    const endsAfter = until === null || Date.parse(until) > start
    return beginsBefore && endsAfter
  })
}
