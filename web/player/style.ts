import type { CSSProperties } from 'react'

/** Custom properties for CSS; React's type knows none. */
export function cssVariables(variables: Record<`--${string}`, string | number>): CSSProperties {
  // Custom properties are valid keys of a style (CSSOM), only not of CSSProperties.
  return variables as CSSProperties
}

/** A moment on the timeline as a part of its length. */
export function pointOf(ms: number, durationMs: number): CSSProperties {
  return { left: `${(ms / Math.max(1, durationMs)) * 100}%` }
}

/** All of the timeline, of which a window is in view. */
export function stripOf({ fromMs, toMs }: { fromMs: number; toMs: number }, durationMs: number): CSSProperties {
  const spanMs = Math.max(1, toMs - fromMs)
  return { left: `${(-fromMs / spanMs) * 100}%`, width: `${(Math.max(1, durationMs) / spanMs) * 100}%` }
}

/** A stretch of the timeline as a part of its length. */
export function placeOf(startMs: number, endMs: number, durationMs: number): CSSProperties {
  const width = `${(Math.max(0, endMs - startMs) / Math.max(1, durationMs)) * 100}%`
  return { ...pointOf(startMs, durationMs), width }
}
