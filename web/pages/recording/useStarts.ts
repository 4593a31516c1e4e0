import { useMemo, useSyncExternalStore } from 'react'
import type { Recording } from '../../api/index.ts'
import type { Engine } from './engine.ts'

const never = () => () => {}

/** Where each segment begins on the player's timeline; without a player by their lengths, as far as those are known. */
export function useStarts(engine: Engine | null, recording: Recording): ReadonlyMap<number, number> {
  const timeline = useSyncExternalStore(engine?.subscribe ?? never, () => engine?.getSnapshot().timeline ?? null)
  return useMemo(() => {
    if (timeline) return new Map(timeline.segments.map(({ seq, startMs }) => [seq, startMs]))
    const starts = new Map<number, number>()
    let startMs: number | null = 0
    for (const { seq, durationMs } of recording.segments) {
      if (startMs !== null) starts.set(seq, startMs)
      startMs = startMs === null || durationMs === null ? null : startMs + durationMs
    }
    return starts
  }, [timeline, recording])
}
