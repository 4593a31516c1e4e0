import type { MediaFile, MediaStatus, MediaSummary, Recording } from '../../model/index.ts'

const kindOrder = ['audio', 'video', 'screen'] as const

/** Where each segment's last file ends, in milliseconds from the segment's start; null while none is known. */
export function segmentDurationMs(files: readonly MediaFile[]): number | null {
  const ends = files.flatMap((file) => (file.durationMs === null ? [] : [file.startOffsetMs + file.durationMs]))
  return ends.length === 0 ? null : Math.max(...ends)
}

/** Files by segment, both in order. */
export function bySegment(media: readonly MediaFile[]): Map<number, MediaFile[]> {
  const sorted = media.toSorted((a, b) => a.seq - b.seq || a.startOffsetMs - b.startOffsetMs || (a.id < b.id ? -1 : 1))
  return Map.groupBy(sorted, (file) => file.seq)
}

function statusOf(media: readonly MediaFile[]): MediaStatus {
  const has = (...states: MediaFile['state'][]) => media.some((file) => states.includes(file.state))
  if (media.length === 0) return 'none'
  if (has('missing')) return 'missing'
  if (has('damaged', 'rejected')) return 'damaged'
  return has('pending') ? 'pending' : 'complete'
}

/** What the recording carries of its files, so that a list need not read them. */
export function summarizeMedia(media: readonly MediaFile[]): MediaSummary {
  const segments = bySegment(media)
  const durations = [...segments.values()].map(segmentDurationMs).filter((duration) => duration !== null)
  return {
    kinds: kindOrder.filter((kind) => media.some((file) => file.kind === kind)),
    status: statusOf(media),
    files: media.length,
    segments: segments.size,
    lengthBytes: media.reduce((sum, file) => sum + file.lengthBytes, 0),
    durationMs: durations.length === 0 ? null : durations.reduce((sum, duration) => sum + duration, 0),
  }
}

/**
 * When a call began of which the recorder does not say it: the time of upload, or its end where that is known, less its
 * duration.
 * @param now for a call of which no file was announced
 */
export function estimatedStart(
  { reportedDurationMs, endedAt, media }: Pick<Recording, 'reportedDurationMs' | 'endedAt' | 'media'>,
  files: readonly Pick<MediaFile, 'announcedAt'>[],
  now: string,
): string {
  const [uploadedAt = now] = files.map(({ announcedAt }) => announcedAt).sort()
  const ms = Date.parse(endedAt ?? uploadedAt) - (reportedDurationMs ?? media.durationMs ?? 0)
  return new Date(Math.max(0, ms)).toISOString()
}

type Timed = Pick<Recording, 'reportedDurationMs' | 'startedAt' | 'endedAt' | 'media'> & { isStartEstimated?: boolean }

/** The recorder's value (given, or its end less its start), else the span of the segments. */
export function durationMsOf(recording: Timed): number | null {
  if (recording.reportedDurationMs !== null) return recording.reportedDurationMs
  if (recording.endedAt !== null && !recording.isStartEstimated) {
    return Math.max(0, Date.parse(recording.endedAt) - Date.parse(recording.startedAt))
  }
  return recording.media.durationMs
}
