import type { Recording } from './recording.ts'

/** A pause that the recorder declared, on the timeline; a cut one takes no time there. */
export type PauseMark = {
  startMs: number
  endMs: number
  /** How long the recorder paused. */
  lengthMs: number
  mode: 'cut' | 'silenced'
  /** Why, as the recorder gave it. */
  reason: string | null
}

/**
 * Declared pauses are absolute times; the timeline counts what was recorded. Each cut pause moves everything after it to
 * the left by its length. Null where the start of the recording is only an estimate: then no place would be true.
 */
export function placePauses(
  recording: Pick<Recording, 'pauses' | 'startedAt' | 'isStartEstimated'>,
  durationMs: number,
): PauseMark[] | null {
  if (recording.isStartEstimated) return recording.pauses.length === 0 ? [] : null
  const originMs = Date.parse(recording.startedAt)
  const marks: PauseMark[] = []
  let cutMs = 0
  const pauses = recording.pauses
    .map((pause) => ({
      mode: pause.mode,
      reason: pause.reason,
      fromMs: Date.parse(pause.startedAt),
      toMs: Date.parse(pause.endedAt),
    }))
    .sort((one, other) => one.fromMs - other.fromMs || one.toMs - other.toMs)
  // A recorder that pauses twice at once still cuts each moment only once.
  let cutUntilMs = originMs
  for (const { mode, reason, fromMs, toMs } of pauses) {
    const firstMs = Math.max(fromMs, cutUntilMs)
    const lastMs = Math.max(toMs, firstMs)
    if (lastMs === firstMs && toMs > fromMs) continue
    const startMs = firstMs - originMs - cutMs
    const lengthMs = lastMs - firstMs
    const endMs = mode === 'cut' ? startMs : startMs + lengthMs
    if (mode === 'cut') {
      cutMs += lengthMs
      cutUntilMs = lastMs
    }
    if (startMs > durationMs) continue
    marks.push({ startMs, endMs: Math.min(endMs, durationMs), lengthMs, mode, reason })
  }
  return marks
}
