import { type Availability, availabilityOf } from './availability.ts'
import type { MediaId, MediaKind, Recording } from './recording.ts'
import { type SideKey, sidesOfFiles } from './sides.ts'
import { viewsOf } from './views.ts'

/** A media file laid on the recording's timeline. */
export type Clip = {
  mediaId: MediaId
  seq: number
  kind: MediaKind
  startMs: number
  endMs: number
  /** False: the end is a guess until a browser has read the file. */
  isLengthKnown: boolean
  /** The side of each audio channel, in channel order. */
  channels: readonly SideKey[]
  /** Where its picture is shown. */
  viewKey: string | null
  availability: Availability
}

export type TimelineSegment = { seq: number; startMs: number; endMs: number }

/** The segments of a recording one after the other, from 0, without gaps. */
export type Timeline = {
  segments: readonly TimelineSegment[]
  clips: readonly Clip[]
  durationMs: number
  /** False: some length is a guess. */
  isExact: boolean
}

export type Span = { startMs: number; endMs: number }

/** Stands for the length of a file of which nothing is known, until a browser has read it. */
const guessedLengthMs = 60_000

type Lengths = ReadonlyMap<MediaId, number>

function lengthOf(file: { id: MediaId; durationMs: number | null }, measured: Lengths): number | null {
  return file.durationMs ?? measured.get(file.id) ?? null
}

/**
 * Lays a recording's files on one timeline. `measured` holds what a browser found out about lengths, in milliseconds; it
 * fills in for files whose length the server does not know.
 */
export function buildTimeline(recording: Pick<Recording, 'segments' | 'durationMs'>, measured: Lengths): Timeline {
  const { keyOf } = viewsOf(recording)
  const segments: TimelineSegment[] = []
  const clips: Clip[] = []
  let startMs = 0
  let isExact = true
  for (const segment of [...recording.segments].sort((one, other) => one.seq - other.seq)) {
    const sides = sidesOfFiles(segment.media)
    const knownEnds = segment.media.map((file) => {
      const length = lengthOf(file, measured)
      return length === null ? 0 : file.startOffsetMs + length
    })
    const hasUnknownPlayable = segment.media.some(
      (file) => availabilityOf(file) === 'playable' && lengthOf(file, measured) === null,
    )
    let lengthMs = Math.max(0, segment.durationMs ?? 0, ...knownEnds)
    if (lengthMs === 0 && recording.segments.length === 1) lengthMs = recording.durationMs ?? 0
    if (hasUnknownPlayable) {
      isExact = false
      const latestStartMs = Math.max(...segment.media.map((file) => file.startOffsetMs))
      if (lengthMs <= latestStartMs) lengthMs = latestStartMs + guessedLengthMs
    }
    const endMs = startMs + lengthMs
    segments.push({ seq: segment.seq, startMs, endMs })
    for (const [index, file] of segment.media.entries()) {
      const fileLengthMs = lengthOf(file, measured)
      const clipStartMs = Math.min(startMs + file.startOffsetMs, endMs)
      clips.push({
        mediaId: file.id,
        seq: segment.seq,
        kind: file.kind,
        startMs: clipStartMs,
        endMs: fileLengthMs === null ? endMs : clipStartMs + fileLengthMs,
        isLengthKnown: fileLengthMs !== null,
        channels: sides[index] ?? [],
        viewKey: keyOf.get(file.id) ?? null,
        availability: availabilityOf(file),
      })
    }
    startMs = endMs
  }
  return { segments, clips, durationMs: startMs, isExact }
}

export function clampTo(timeline: Timeline, positionMs: number): number {
  if (Number.isNaN(positionMs)) return 0
  return Math.min(Math.max(0, positionMs), timeline.durationMs)
}

/** The segment that holds a position; a boundary belongs to the later one, the very end to the last. */
export function segmentAt(timeline: Timeline, positionMs: number): TimelineSegment | null {
  const holds = (segment: TimelineSegment) => positionMs >= segment.startMs && positionMs < segment.endMs
  return timeline.segments.find(holds) ?? timeline.segments.at(-1) ?? null
}

/** The same moment of the call on another layout of it (a length was corrected, or a file arrived). */
export function carryOver(from: Timeline, to: Timeline, positionMs: number): number {
  const segment = segmentAt(from, positionMs)
  const target = to.segments.find((candidate) => candidate.seq === segment?.seq)
  if (!segment || !target) return clampTo(to, positionMs)
  return Math.min(target.startMs + (positionMs - segment.startMs), target.endMs)
}

export function covers(clip: Clip, positionMs: number): boolean {
  return positionMs >= clip.startMs && positionMs < clip.endMs
}

/** Where something plays again after a stretch without any file: the next start among `clips`, else the end. */
export function nextStart(clips: readonly Clip[], durationMs: number, positionMs: number): number {
  return clips.reduce(
    (next, clip) => (clip.startMs > positionMs && clip.endMs > clip.startMs ? Math.min(next, clip.startMs) : next),
    durationMs,
  )
}

/** Nearest moment after `positionMs` at which a clip begins or ends, or the end. */
export function nextBoundary(timeline: Timeline, positionMs: number): number {
  return timeline.clips
    .flatMap((clip) => [clip.startMs, clip.endMs])
    .reduce((next, edge) => (edge > positionMs ? Math.min(next, edge) : next), timeline.durationMs)
}
