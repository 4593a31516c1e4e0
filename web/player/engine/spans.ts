import type { Clip, Span } from './timeline.ts'

/** Stretches in order, those that touch or overlap as one. */
export function joinSpans(spans: readonly Span[]): Span[] {
  const joined: Span[] = []
  for (const span of spans.toSorted((one, other) => one.startMs - other.startMs)) {
    const last = joined.at(-1)
    if (last && span.startMs <= last.endMs) last.endMs = Math.max(last.endMs, span.endMs)
    else joined.push({ ...span })
  }
  return joined
}

/** The part of `ranges` reached without a hole from `atMs` on; `atMs` itself where it is not inside. */
export function reachFrom(ranges: readonly Span[], atMs: number, toleranceMs = 0): number {
  let reachMs = atMs
  for (const range of [...ranges].sort((one, other) => one.startMs - other.startMs)) {
    if (range.startMs <= reachMs + toleranceMs && range.endMs > reachMs) reachMs = range.endMs
  }
  return reachMs
}

/**
 * Where the whole recording plays without waiting: the stretches in which every clip that is there has its data.
 * `loaded` gives each clip's own loaded stretches on the timeline.
 */
export function playableSpans(clips: readonly Clip[], loaded: (clip: Clip) => readonly Span[]): Span[] {
  const loadedOf = new Map(clips.map((clip) => [clip, loaded(clip)]))
  const edges = new Set<number>()
  for (const clip of clips) {
    edges.add(clip.startMs)
    edges.add(clip.endMs)
    for (const span of loadedOf.get(clip) ?? []) {
      if (span.startMs > clip.startMs && span.startMs < clip.endMs) edges.add(span.startMs)
      if (span.endMs > clip.startMs && span.endMs < clip.endMs) edges.add(span.endMs)
    }
  }
  const sorted = [...edges].sort((one, other) => one - other)
  const spans: Span[] = []
  for (const [index, startMs] of sorted.entries()) {
    const endMs = sorted[index + 1]
    if (endMs === undefined) break
    const there = clips.filter((clip) => clip.startMs <= startMs && clip.endMs >= endMs)
    const isLoaded =
      there.length > 0 &&
      there.every((clip) => loadedOf.get(clip)?.some((span) => span.startMs <= startMs && span.endMs >= endMs))
    if (!isLoaded) continue
    const last = spans.at(-1)
    if (last && last.endMs === startMs) last.endMs = endMs
    else spans.push({ startMs, endMs })
  }
  return spans
}
