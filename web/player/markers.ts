import type { Timeline } from './engine/index.ts'

export type MarkerKind = 'dtmf' | 'note' | 'pause' | 'cue'

/** Something that is said about a moment, or a stretch, of the call: drawn on the waveform and listed in words. */
export type Marker = {
  kind: MarkerKind
  /** From the start of the recording; from the start of the segment `seq` where there is one. */
  atMs: number
  /** The end of a stretch, counted like `atMs`. */
  endMs?: number
  /** The segment that the times count from. */
  seq?: number
  /** In few words, as a person reads it: `5`, `Asked for a refund`. */
  label: string
  /** What choosing it does besides going there: opening the note, say. */
  onSelect?: () => void
}

/** A marker with its place on the timeline. */
export type PlacedMarker = Omit<Marker, 'atMs' | 'endMs' | 'seq'> & { startMs: number; endMs: number }

/** Lays markers on the timeline, in their order there; those of segments that it does not have, or past its end, are left out. */
export function placeMarkers(markers: readonly Marker[], { segments, durationMs }: Timeline): PlacedMarker[] {
  const placed: PlacedMarker[] = []
  for (const { atMs, endMs = atMs, seq, ...rest } of markers) {
    const originMs = seq === undefined ? 0 : segments.find((segment) => segment.seq === seq)?.startMs
    if (originMs === undefined || originMs + atMs > durationMs) continue
    const startMs = Math.max(0, originMs + atMs)
    placed.push({ ...rest, startMs, endMs: Math.min(durationMs, Math.max(startMs, originMs + endMs)) })
  }
  return placed.sort((one, other) => one.startMs - other.startMs)
}

/** So many of them that none is nearer to the one before than that; digits and notes before what was said. */
export function thinOut(marks: readonly PlacedMarker[], leastDistanceMs: number): PlacedMarker[] {
  const kept: PlacedMarker[] = []
  for (const mark of marks) {
    const last = kept.at(-1)
    if (!last || mark.startMs - last.startMs >= leastDistanceMs) kept.push(mark)
    else if (last.kind === 'cue' && mark.kind !== 'cue') kept[kept.length - 1] = mark
  }
  return kept
}
